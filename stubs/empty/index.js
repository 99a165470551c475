// Stands in for a 25 MB browser library that nothing here loads (see docs/decisions/001-versions.md).
