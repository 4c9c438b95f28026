### What several pages say.

skip = Skip to content
my-account = My account
log-out = Log out
places = Sections
place-relief = The relief
place-to-decide = To decide
place-proposals = Proposals
place-mine = My shifts
motto = Relève proposes; a person decides. Every choice and every refusal has its reason.
colon = {": "}
refusal = Refused
error-code = Error { $status }
back-home = Back to the home page
role-manager = nursing manager
role-coordinator = coordinator
role-agent = agent
role-payroll = payroll
role-director = director
role-auditor = auditor
role-administrator = administrator
role-system = the service
done-approved = { $n ->
    [one] { $n } shift approved: everybody has received her offer.
   *[other] { $n } shifts approved: everybody has received her offer.
}
done-rejected = The proposal is rejected; your reason is kept.
done-computing = The computation has begun.
done-accepted = Thank you: this shift is yours. Your answer is recorded.
done-volunteered = Thank you: you have volunteered. At the closing the published order decides, not speed.
done-declined = Noted. Declining never counts against you.
done-reconsidered = Your no is taken back: this offer waits for your answer again.
done-password-changed = Your password is saved; your other sessions are closed.
done-password-chosen = Your password is saved. Log in.
done-link-asked = If there is an account with this address, a message has just been sent to it; the link in it works once, for thirty minutes.
done-logged-out = You are logged out.
done-session-ended = The session is closed.
done-identity-linked = This identity is linked: it now opens your account.
done-identity-unlinked = This identity no longer opens your account.
done-device-subscribed = This device will receive your notifications.
done-device-ended = This device will receive no more notifications.
done-sessions-ended = { $n ->
    [one] { $n } other session closed.
   *[other] { $n } other sessions closed.
}
done-second-factor-removed = Two-step verification is off.
done-nothing-ticked = No shift was ticked: nothing has changed.
place-unit = Unit
place-requests = Requests
done-request-drafted = Kept as a draft: nobody is asked yet.
done-request-submitted = The request is handed in: the coordination will open it.
done-request-opened = { $n ->
    [0] The request is open: the shifts are to be filled from now on.
    [one] The request is open; { $n } shift of the pool that the absent person held is freed.
   *[other] The request is open; { $n } shifts of the pool that the absent person held are freed.
}
done-request-known = This request was there already: here it is, nothing was done twice.
done-request-changed = The request is changed; those concerned are told.
done-request-changed-freed = The request is changed; shifts of the pool that the absent person held are freed.
done-request-cancelled = The request is cancelled; everybody concerned is told.
done-message = Your message is sent.
done-absence = The absence is on record. Here is what it leaves to be replaced.
done-absence-moved = The last day is changed.
done-absence-withdrawn = The absence is taken back; it stays in the history.
done-day-changed = The day is changed.
done-day-asked = She is asked; the day changes if she says yes.
done-roster-made = The roster is made, as a draft.
done-roster-published = The roster is published; everybody is told.
done-roster-opened = The roster is open to choices; everybody is told.
done-roster-closed = Choices are closed; a computation is started for what is left.
done-roster-filled = { $n ->
    [0] No day was put down: no cycle applies, or everything was settled already.
    [one] { $n } day put down from the cycles.
   *[other] { $n } days put down from the cycles.
}
shifts = { $n ->
    [one] { $n } shift
   *[other] { $n } shifts
}
people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
