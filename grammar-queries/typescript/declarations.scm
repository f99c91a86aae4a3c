; What JavaScript does not have. Nothing is known of the values of these.
(function_signature name: (identifier) @binding.opaque)
(enum_declaration name: (identifier) @binding.opaque)
(internal_module name: (identifier) @binding.opaque)
(import_require_clause (identifier) @import.require)
