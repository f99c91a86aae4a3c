; import x, { y as z } from 'module'
(import_statement
  (import_clause)
  source: (string)) @import
