// A file that is too large is told before it is sent; the desk decides again when it comes.
function tell(input) {
  const file = input.files[0];
  const tooLarge = file && file.size > Number(input.dataset.most);
  let said = document.getElementById(`${input.id}-said`);
  if (!said) {
    said = document.createElement("p");
    said.id = `${input.id}-said`;
    said.className = "lk-upload-said";
    said.setAttribute("role", "alert");
    input.after(said);
  }
  said.textContent = tooLarge ? input.dataset.tooLarge : "";
}

for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  input.addEventListener("change", () => tell(input));
}
