### What a field holds, where that takes words.

found-nothing = (nothing)
found-empty-list = an empty list
found-no-object = something else than an object
found-characters = { $n ->
    [one] { $n } character
   *[other] { $n } characters
}
found-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
found-shape = another shape ({ $why })
found-place = line { $line }, column { $column }
found-unknown-field = an unknown field
found-twice = the same field twice
found-list = a list
found-object = an object
found-no-text = something else than a text
found-no-moment = a day or a moment that cannot be read
found-json-end = it ends too early, at line { $line }, column { $column }
found-json-more = something follows its end, at line { $line }, column { $column }
found-json-syntax = a syntax error ({ $why })
found-nested = lists or objects nested too deep
found-unread = one of them cannot be read
found-unread-one = “{ $name }” cannot be read
found-code-on-day = { $code } (day { $day })
found-reason = a reason
found-legs-and-wishes = { $legs } “legs” and { $wishes } “wishes”
found-others-alone = other people alone
found-no-ring = duties that make no ring
found-narrowed = days, units or choices
