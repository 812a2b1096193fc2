# Reads what judge.awk has written, and tells it: the tests that failed, the reasons of those that were skipped, and the sum.
BEGIN { FS = "\t" }

$1 == "passed" { passed += $3 }
$1 == "failed" && !seen[$2, $3]++ { failed++; print "FAILED " $2 ($3 == "" ? "" : ": " $3) }
$1 == "skipped" || $1 == "wine" { skipped++; count[$3]++ }

END {
    if (skipped > 0)
        print "Skipped, and why:"
    for (reason in count)
        printf "%6d  %s\n", count[reason], reason | "sort -rn"
    close("sort -rn")
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0
}
