"""The permission matrix, made from the policy itself, for everybody who works here and for the printer."""

from typing import ClassVar

from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l

from access.permissions import Permission
from access.policy import allowed
from admin_views.closed import ClosedView
from web.actor import current_actor
from web.permission_words import matrix
from workflow.accounts import ROLES
from workflow.roster import counts_by_role


class PermissionsView(ClosedView):
    """Who may do what."""

    doors: ClassVar[dict[str, Permission]] = {"index": Permission.MATRIX_READ}

    @expose("")  # type: ignore[untyped-decorator]
    @expose("/")  # type: ignore[untyped-decorator]
    def index(self) -> ResponseReturnValue:
        may_manage = allowed(current_actor(), Permission.USER_MANAGE)
        facts = {"matrix": matrix(), "roles": ROLES, "counts": counts_by_role(), "may_manage": may_manage}
        return str(self.render("admin/permissions.html", **facts))


def views() -> list[ClosedView]:
    """The screens of this room."""
    return [PermissionsView(name=_l("Roles and permissions"), endpoint="permissions", url="users/permissions")]
