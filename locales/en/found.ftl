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
found-code-on-day = { $code } (day { $day })
found-reason = a reason
found-legs-and-wishes = { $legs } “legs” and { $wishes } “wishes”
found-others-alone = other people alone
found-no-ring = duties that make no ring
found-narrowed = days, units or choices
