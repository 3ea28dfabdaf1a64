"""The tables of the desk."""

from models.absence import Away
from models.base import Audited, Model, audited_tables, db
from models.casework import Attachment, Correction, Match, Note
from models.comforts import Notice, Presence, TypingDraft, UserSetting
from models.deadlines import RecomputeOrder
from models.desk import DeskDraft, DeskVersion
from models.event import AuditObject, Event
from models.extra import ExtraPlace, ExtraValue
from models.handoffs import HandOff, HandOffResult
from models.imports import Absence, ImportBatch, ImportDraft, ImportLayout, Stage
from models.pairs import LinkKind, MergedValue, TicketLink
from models.quality import QualityMonth
from models.record import Record, RecordBatch, RecordKey
from models.reference import Category, Cause, Channel, Facility, Holiday, Party, Region
from models.reseal import ResealOrder
from models.ticket import NikState, Outcome, Status, Ticket, TicketCounter, TicketKey, WaitsFor
from models.turn import Turn
from models.user import Role, SignInAttempt, User, UserSession
from models.views import ListChoice, SavedView
from models.wording import CannedText, Macro, Purpose

__all__ = [
    "Absence", "Attachment", "AuditObject", "Audited", "Away", "CannedText", "Category", "Cause", "Channel",
    "Correction", "DeskDraft", "DeskVersion", "Event", "ExtraPlace", "ExtraValue", "Facility", "HandOff",
    "HandOffResult", "Holiday", "ImportBatch", "ImportDraft", "ImportLayout", "LinkKind", "ListChoice", "Macro",
    "Match", "MergedValue", "Model", "NikState", "Note", "Notice", "Outcome", "Party", "Presence", "Purpose",
    "QualityMonth", "RecomputeOrder", "Record", "RecordBatch", "RecordKey", "Region", "ResealOrder", "Role",
    "SavedView", "SignInAttempt", "Stage", "Status", "Ticket",
    "TicketCounter", "TicketKey", "TicketLink", "Turn", "TypingDraft", "User", "UserSession", "UserSetting", "WaitsFor",
    "audited_tables", "db",
]  # fmt: skip
