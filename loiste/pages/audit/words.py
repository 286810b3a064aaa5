"""What the audit log tells, in words: what was done, by whom and from where."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PHRASES = {
    "account.archive": gettext_lazy("Archived an account"),
    "account.bulk": gettext_lazy("Changed facts of an account, with others"),
    "account.bulk_undo": gettext_lazy("Undid a change of facts, with others"),
    "account.change": gettext_lazy("Changed facts of an account"),
    "account.hand_over": gettext_lazy("Handed an account over"),
    "account.make": gettext_lazy("Made an account"),
    "account.merge": gettext_lazy("Merged accounts"),
    "account.note": gettext_lazy("Logged a note or contact"),
    "account.remove": gettext_lazy("Removed an account made for a reference"),
    "account.restore": gettext_lazy("Restored an account"),
    "account.tier_by_rule": gettext_lazy("Took back a tier given by hand"),
    "account.tier_exception": gettext_lazy("Gave an account a tier by hand"),
    "account.undo": gettext_lazy("Undid a change of facts"),
    "account.unmerge": gettext_lazy("Undid a merge of accounts"),
    "account.weight": gettext_lazy("Set an account's strategic weight"),
    "alert.close": gettext_lazy("Closed an alert"),
    "alert.not_useful": gettext_lazy("Closed an alert as not useful"),
    "alert.reopen": gettext_lazy("Opened a closed alert again"),
    "alert.snooze": gettext_lazy("Put an alert aside"),
    "alert.wake": gettext_lazy("Took an alert back that was put aside"),
    "alert_rule.change": gettext_lazy("Changed an alert rule"),
    "alert_rule.start": gettext_lazy("Switched an alert rule on"),
    "flag.put_back": gettext_lazy("Took back that a flag was taken up"),
    "flag.raise": gettext_lazy("Raised a flag"),
    "flag.take_up": gettext_lazy("Took up a flag"),
    "flag.withdraw": gettext_lazy("Withdrew a flag"),
    "audit.let_go": gettext_lazy("Let go of old lines of the audit log"),
    "audit.export": gettext_lazy("Exported the audit log"),
    "bulk.edit": gettext_lazy("Changed many accounts at once"),
    "bulk.undo": gettext_lazy("Undid a change of many accounts"),
    "contact.make": gettext_lazy("Made a contact"),
    "contact.merge": gettext_lazy("Merged contacts"),
    "contact.remove": gettext_lazy("Removed a contact made for a reference"),
    "contact.unmerge": gettext_lazy("Undid a merge of contacts"),
    "copy.backup": gettext_lazy("Made a backup"),
    "copy.export": gettext_lazy("Exported everything"),
    "copy.export_signals": gettext_lazy("Exported signals of a kind"),
    "copy.move": gettext_lazy("Moved to another database"),
    "copy.restore_backup": gettext_lazy("Restored a backup"),
    "copy.restore_export": gettext_lazy("Took in an export of everything"),
    "health.override": gettext_lazy("Overrode a health score"),
    "health.override_end": gettext_lazy("Ended an override of a health score"),
    "health_model.change": gettext_lazy("Changed a health model"),
    "quadrant.change": gettext_lazy("Changed the quadrant"),
    "notices.choose": gettext_lazy("Chose their notices"),
    "segment.change": gettext_lazy("Changed a segment"),
    "health_model.rehearse": gettext_lazy("Asked for a rehearsal of a health model"),
    "fit.change": gettext_lazy("Changed the fit matrix"),
    "import.again": gettext_lazy("Sent mended rows"),
    "import.check": gettext_lazy("Asked for a dry run of a file"),
    "import.choose": gettext_lazy("Chose how a file is read"),
    "import.discard": gettext_lazy("Discarded an uploaded file"),
    "import.done": gettext_lazy("Imported a file"),
    "import.import": gettext_lazy("Started the import of a file"),
    "import.mend": gettext_lazy("Mended refused rows"),
    "import.upload": gettext_lazy("Uploaded a file"),
    "import.withdraw": gettext_lazy("Withdrew a file from the line"),
    "invitation.accept": gettext_lazy("Accepted an invitation"),
    "invitation.make": gettext_lazy("Invited somebody"),
    "invitation.withdraw": gettext_lazy("Withdrew an invitation"),
    "key.add": gettext_lazy("Made a key"),
    "key.revoke": gettext_lazy("Revoked a key"),
    "key_account.change": gettext_lazy("Changed who is a key account"),
    "mapping.delete": gettext_lazy("Deleted a saved mapping"),
    "mapping.rename": gettext_lazy("Renamed a saved mapping"),
    "mapping.save": gettext_lazy("Saved a mapping"),
    "password.change": gettext_lazy("Changed their password"),
    "password.link": gettext_lazy("Made a link for a new password"),
    "password.reset": gettext_lazy("Set a new password by a link"),
    "person.disclose": gettext_lazy("Disclosed what is held on a person"),
    "person.erase": gettext_lazy("Erased a person"),
    "person.match": gettext_lazy("Matched a person by hand"),
    "person.unmatch": gettext_lazy("Took back a match of a person"),
    "proposal.dismiss": gettext_lazy("Dismissed a proposed merge"),
    "reference.match": gettext_lazy("Matched a reference by hand"),
    "reference.unmatch": gettext_lazy("Took back a match of a reference"),
    "refused.discard": gettext_lazy("Discarded refused events"),
    "refused.try_again": gettext_lazy("Tried refused events again"),
    "renewal.call": gettext_lazy("Called a renewal"),
    "renewal.take_back": gettext_lazy("Took back a call on a renewal"),
    "session.end": gettext_lazy("Ended sessions of theirs"),
    "settings.change": gettext_lazy("Changed the organisation's settings"),
    "sign_in": gettext_lazy("Signed in"),
    "sign_in.failed": gettext_lazy("Failed to sign in"),
    "sign_out": gettext_lazy("Signed out"),
    "source.add": gettext_lazy("Added a source"),
    "source.change": gettext_lazy("Changed a source"),
    "tier.change": gettext_lazy("Changed a tier"),
    "two_factor.codes": gettext_lazy("Made new recovery codes"),
    "two_factor.off": gettext_lazy("Switched two-factor sign-in off"),
    "two_factor.on": gettext_lazy("Switched two-factor sign-in on"),
    "two_factor.take_off": gettext_lazy("Took two-factor sign-in off somebody"),
    "user.add": gettext_lazy("Added a person"),
    "user.change": gettext_lazy("Changed a person's role or reach"),
    "user.deactivate": gettext_lazy("Sent a person away"),
    "user.hand_over": gettext_lazy("Handed a person's accounts over"),
    "user.reactivate": gettext_lazy("Let a person in again"),
    "view.default": gettext_lazy("Chose the first list"),
    "view.delete": gettext_lazy("Deleted a saved view"),
    "view.rename": gettext_lazy("Renamed a saved view"),
    "view.save": gettext_lazy("Saved a view"),
}
TAKE_IN = ".take_in"  # after the kind of rows that a program handed over
ORIGINS = {
    "page": gettext_lazy("Browser"),
    "api": gettext_lazy("API"),
    "cli": gettext_lazy("Command line"),
    "worker": gettext_lazy("Worker"),
}


def phrase(action: str) -> str:
    """What was done; the name of the action where we have no words for it."""
    if action in PHRASES:
        return str(PHRASES[action])
    if action.endswith(TAKE_IN):
        return _("Handed rows over: %(kind)s") % {"kind": action.removesuffix(TAKE_IN)}
    return action


def origin(text: str) -> str:
    """From where, with the address where there is one; empty when nothing is known."""
    kind, _space, address = text.partition(" ")
    return " ".join([str(ORIGINS.get(kind, kind)), address]).strip()


def who(label: str) -> str:
    """Those who are no person of the team, and people by their address."""
    machines = {"cli": _("Command line"), "worker": _("Worker"), "demo": _("The demo"), "": _("Somebody unknown")}
    if label.startswith("key "):
        return _("Key %(name)s") % {"name": label.removeprefix("key ")}
    return machines.get(label, label)
