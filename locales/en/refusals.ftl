### Why a form came to nothing: what all pages say in the same way.

refused-law = A hard rule forbids it; nothing has changed.
refused-law-swap = A hard rule forbids this swap; nothing has changed and nobody is asked.
refused-moved = Somebody has changed this meanwhile. Read what holds now before you decide; nothing has changed.
refused-begun = A shift has already begun: nobody can be asked for it any more.
refused-no-such-time = This time does not exist: on { $when }, the clocks jump over it. Choose another.
refused-fields = { $n ->
    [one] One field is to be put right; nothing was stored.
   *[other] { $n } fields are to be put right; nothing was stored.
}
refused-field = Expected: { $expected }; { $help }.
refusal-field = { $field }: { $expected }; { $help }.
refused-not-set-up = The service lacks the setting { $setting }. Tell whoever runs it; nothing was changed.
