# What scripts/test shows of the runner's lines: one for each suite, and whatever is no test's start or success. `events` names the
# file in which the runner describes the tests.

# The value of a key in a line of JSON.
function value(line, key) {
    if (!match(line, "\"" key "\":\"([^\"\\\\]|\\\\.)*\"")) return ""
    line = substr(line, RSTART + length(key) + 4, RLENGTH - length(key) - 5)
    gsub(/\\\//, "/", line)
    gsub(/\\"/, "\"", line)
    return line
}

# By a suite's name, its module and how many tests it has. A test's id is Module.Suite/test()/File.swift:1:1.
function describe(line, id, name, either) {
    while ((getline line < events) > 0) {
        if (line !~ /^\{"kind":"test"/) continue
        id = value(line, "id")
        if (line ~ /"kind":"suite"/) {
            names[id] = value(line, "displayName")
            if (names[id] == "") names[id] = value(line, "name")
        } else {
            sub(/\/[^\/]*$/, "", id)
            sub(/\/[^\/]*$/, "", id)
            tests[id]++
        }
    }
    for (id in names) {
        name = names[id]
        # Suites of several modules may have one name.
        either = modules[name] == "" ? "" : " or "
        modules[name] = modules[name] either substr(id, 1, index(id, ".") - 1)
        counts[name] = counts[name] either (tests[id] + 0)
    }
    isDescribed = 1
}

# What lies between the kind of a line ("✔ Test ") and what is said of it (" passed after ").
function subject(verb) {
    match($0, verb)
    verb = substr($0, 1, RSTART - 1)
    sub(/^[^ ]+ [^ ]+ /, "", verb)
    sub(/ with [0-9]+ test cases?$/, "", verb)
    return verb
}

/^(✔|✘) Suite .* (passed|failed) after / {
    if (!isDescribed) describe()
    name = subject(" (passed|failed) after ")
    gsub(/^"|"$/, "", name)
    time = substr($0, RSTART + RLENGTH)
    sub(/ seconds\.?/, " s", time)
    printf "%s %-18s %s: %s %s, %s\n", $1, modules[name], name, counts[name], counts[name] == "1" ? "test" : "tests", time
    fflush()
    next
}
/^◇ Test run / { isRunning = 1 }
/^(✔|✘) Test run / { isRunning = 0 }
!/^◇ Test run / && /^◇ Test .* started\.$/ { running[subject(" started\\.$")] }
/^(✔|✘) Test .* (passed|failed) after / { delete running[subject(" (passed|failed) after ")] }
/^➜ Test .* skipped/ { delete running[subject(" skipped")] }
# Arguments may have several lines.
isHidden && !/^(◇|✔|✘|➜|↳) / {
    isHidden = !/ (started|seconds.*)\.$/
    next
}
{ isHidden = 0 }
/^◇ / || /^✔ Test [^r]/ || /^✔ Test r[^u]/ {
    isHidden = !/ (started|seconds.*)\.$/
    next
}
/^↳ (Testing Library Version|Target Platform)/ { next }
# What the runner of the older kind of tests says, of which there are none.
/^Test Suite '/ || /^\t Executed 0 tests/ { next }
{
    print
    fflush()
}

END {
    if (!isRunning) exit
    print "The tests ended before their time. Begun and not finished were:"
    for (name in running) if (name !~ /^case passing /) print "    " name
}
