# Reads known-faults and the log of a module, and writes a line for every test of it that counts: what became of it (passed with a number,
# failed, skipped, wine), the test and the reason, with tabs between them. `wine` is what one of Wine's known faults has spoilt.
BEGIN { FS = "\t"; OFS = "\t" }

FNR == NR { if ($0 !~ /^#/ && NF == 2) reason[$1] = $2; next }

/^    [^ ].* \[(FAIL|SKIP)\]$/ { close_test(); kind = $0 ~ /FAIL\]$/ ? "failed" : "skipped"; test = trimmed($0); text = ""; next }
/^  Finished: / || /^=== TEST EXECUTION SUMMARY/ { close_test() }
/^   [^ ]+ +Total: / {
    ended = 1
    told = number("Failed")
    errors = number("Errors")
    passed = number("Total") - told - number("Skipped") - number("Not Run")
}
{ text = text $0 "\n"; all = all $0 "\n" }

END {
    close_test()
    if (ended) {
        print "passed", module, passed
        if (errors > 0)
            print "failed", module, errors " errors outside of its tests"
        if (told != failures)
            print "failed", module, "it counts " told " failures, and names " failures + 0
    }
    else if (status == 124 || status == 137)
        print "wine", module, "it did not end within its time; the rest of " module " did not run"
    else if (fault(all) != "")
        print "wine", module, fault(all)
    else
        print "failed", module, "it died with exit code " status
}

function close_test() {
    if (kind == "failed" && fault(text) != "")
        print "wine", test, fault(text)
    else if (kind != "")
        print kind, test, kind == "skipped" ? trimmed(text) : beginning(text)
    if (kind == "failed")
        failures++
    kind = ""
}

function fault(said,   message) {
    for (message in reason)
        if (said ~ message)
            return "Wine: " reason[message]
    return ""
}

# What a failed test says, on one line.
function beginning(said) {
    gsub(/[\n\t ]+/, " ", said)
    return substr(said, 2, 600)
}

function trimmed(line) {
    sub(/ \[(FAIL|SKIP)\]$/, "", line)
    sub(/^ +/, "", line)
    sub(/\n.*/, "", line)
    return line
}

function number(name) { return match($0, name ": [0-9]+") ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 2) + 0 : 0 }
