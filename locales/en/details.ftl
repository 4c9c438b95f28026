### What a refusal says of this very case, where the request, a rule or the service itself stands in the way.

detail-no-such-route = There is no such address. Check the path; the API lies under /api/v1.
detail-method-not-allowed = This address does not take this HTTP method. The header Allow gives those that it takes.
detail-body-too-large = The body of the request exceeds { $limit } bytes. Send less.
detail-cross-site = This action must come from a page of Relève. Reload the page and try again.
detail-form-expired = This form no longer holds: the page was open for too long, or cookies are blocked. Reload the page and try again; nothing has changed.
detail-internal = An internal error has happened. Nothing has changed; try again, then tell the operator of the service.
detail-timeout = The request took longer than allowed and was given up. Try again in a moment.
detail-signed-out = Log in, or send a valid token in the header Authorization: Bearer.
detail-unfinished = Finish your log-in first: a code, the choice of a group, or the activation of two-step verification is missing.
detail-not-set = This function needs the setting { $setting }, which the operator of the service has not given. Tell them; nothing has changed.
detail-forbidden = Your role does not allow this action. Turn to the coordinators of the group.
detail-not-found = Nothing called “{ $id }” ({ $kind ->
    [group] group
    [unit] unit
    [agent] agent
    [shift] shift
    [request] request
    [plan] proposal
    [offer] offer
    [round] round
    [assignment] assignment
    [promise] promised rest
    [entry] ledger line
    [establishment] establishment
    [swap] swap
    [swap-wish] swap wish
    [duty] duty
    [cascade] step-by-step search
    [booking] agency booking
    [agreement] standing agreement
    [fixed-term-person] person on the list
    [roster] roster
    [cycle] cycle
    [roster-question] question
    [rule-pack] rule pack
    [provider] identity provider
    [identity] identity
    [push] device
    [absence] absence
    [convention] agreement
    [document] document
   *[other] { $kind }
    }) is there for you to see.
detail-no-such-problem = No refusal has this code.
detail-invalid = { $n ->
    [one] { $n } point to correct; it is described in “errors”.
   *[other] { $n } points to correct; each is described in “errors”.
    }
detail-password-length = Choose a password of 12 to 200 characters; a sentence of a few words does very well.
detail-password-guessable = This password can be guessed: it is made of your name, your address, a common word or a repetition. Choose a few words that have nothing to do with each other.
detail-password-not-current = This is not your present password. Nothing has changed.
detail-log-in-old = You logged in more than ten minutes ago. Log out, log in again by your identity provider, then try again. Nothing has changed.
detail-moved = This has changed since the version that you read. Read it again before you decide; nothing has changed.
detail-no-such-time = { $when } does not exist in { $zone }: the clocks skip it when they change. Choose a time before or after the gap; nothing has changed.
detail-not-eligible = “{ $agent }” may not hold this shift: { $why }.
detail-unlawful = A hard rule forbids it; nothing has changed. { $why } Change what stands in the way, or start a new computation.
detail-unlawful-roster = A hard rule forbids it; nothing has changed. { $why }. Choose another day, another code or another person.
detail-unlawful-swap = A hard rule forbids this swap; nothing has changed. { $why }. Choose another duty, or look for another swap.
detail-plan-conflicts = { $n ->
    [one] { $n } item of the proposal can no longer be approved
   *[other] { $n } items of the proposal can no longer be approved
    }; nothing has changed. { $why } Approve the rest (“on_conflict”: “skip”), or start a new computation.
detail-openid-state = This log-in was not begun in this browser, is older than ten minutes, or has been used. Begin again at the log-in page; nothing has changed.
detail-openid-issuer = The answer comes from another identity provider than the one that was asked. Begin again at the log-in page; nothing has changed.
detail-openid-denied = The identity provider did not go on, or you gave up. Begin again, or log in another way; nothing has changed.
detail-openid-code = The identity provider did not recognise what came back from it. Begin again at the log-in page; nothing has changed.
detail-openid-token = The answer of the identity provider could not be verified. Begin again; if it happens again, tell the operator of the service, whose log says why. Nothing has changed.
detail-openid-level = The identity provider recognised you by a means less safe than what is asked for. Begin again with your card or your application; nothing has changed.
detail-openid-unreachable = The identity provider does not answer as expected. Try again in a moment, or log in another way; nothing has changed.
detail-identity-unlinked = This identity opens no account yet. If you have an account with Relève, log in with your password, then link it on the page “My account”. If not, ask the administrators of your group for an invitation, and open it by choosing this provider.
detail-identity-no-access = The account linked to this identity has no access any more. Turn to the administrators of your group.
detail-identity-session = The session from which you were linking this identity is over. Log in and begin again; nothing has changed.
detail-key-reused = This idempotency key has been used for another request. Nothing has changed; use a new key for each action.
detail-key-unreadable = The header Idempotency-Key must be given once, with 1 to { $most } visible ASCII characters. Nothing has changed.
detail-answer-lost = The action was done once under this key, but its answer is not known any more. Do not repeat it; read again what it was about.
detail-answer-lost-about = The action was done once under this key, but its answer is not known any more. Do not repeat it; read “{ $what }” again.
detail-not-acceptable = This operation gives { $kinds }; the header Accept does not allow it.
detail-media-type = This operation takes { $kinds }, announced by the header Content-Type.
detail-media-type-json = The body must be JSON, announced by the header Content-Type: application/json.
detail-media-type-pack = A rule pack is sent as TOML, announced by the header Content-Type: application/toml.
detail-query-twice = The parameter “{ $name }” is given twice.
detail-query-unknown = The parameter “{ $name }” is unknown. This operation takes { $known }.
detail-query-takes-none = The parameter “{ $name }” is unknown: this operation takes none.
detail-query-one-of = The parameter “{ $name }” must be one of { $known }.
detail-query-between = The parameter “{ $name }” must be between { $least } and { $most }.
detail-query-at-least = The parameter “{ $name }” must be at least { $least }.
detail-query-at-most = The parameter “{ $name }” must be at most { $most }.
detail-query-day = The parameter “{ $name }” must be a day of the years { $from } to { $to }.
detail-query-missing = The parameter “{ $name }” is missing; it is required.
detail-query-no-day = The parameter “{ $name }” must be a day of the calendar, written YYYY-MM-DD.
detail-query-control-character = Parameters of the address: a control character has no place in them.
detail-query-unreadable = Parameters of the address: { $why }.
detail-not-ready = The database does not answer, or is not up to date, or the service is stopping.
detail-json-unreadable = The body is not well-formed JSON: { $why }.
detail-sending-broken = The connection was interrupted while sending.
detail-form-unreadable = The form and its files could not be read.
detail-not-utf-8 = The body is not UTF-8 text.
detail-if-match-about-nothing = This operation is about nothing that can be read by itself: If-Match cannot be verified. Nothing has changed.
detail-if-match-unverified = If-Match could not be verified: what it is about cannot be read with these rights, or not at the moment. Nothing has changed; ask for the right to read it, or try again.
detail-if-match-moved = This has changed since the version that you read (If-Match). Read it again before you decide; nothing has changed.
