#!/bin/sh
# The calendar must not notice where the machine stands: its whole suite under five zones, behind, ahead, by halves and by a day.
set -e
for zone in UTC America/New_York Asia/Kolkata Australia/Lord_Howe Pacific/Kiritimati; do
  echo "The machine stands in $zone"
  TZ=$zone npx jest test/scheduling "$@"
done
