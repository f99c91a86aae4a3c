; As for JavaScript, where the grammar calls things the same.
(statement_block) @scope
(switch_body) @scope
(for_statement) @scope
(for_in_statement) @scope
(catch_clause) @scope
(class_body) @scope
(class_declaration) @scope
(abstract_class_declaration) @scope
(class) @scope

(function_declaration) @scope.function
(function_expression) @scope.function
(generator_function_declaration) @scope.function
(generator_function) @scope.function
(arrow_function) @scope.function
(method_definition) @scope.function
(class_static_block) @scope.function

(variable_declarator name: (_) @binding.variable)
(for_in_statement kind: _ left: (_) @binding.loop)
(required_parameter pattern: (_) @binding.parameter)
(optional_parameter pattern: (_) @binding.parameter)
(arrow_function parameter: (identifier) @binding.parameter)
(catch_clause parameter: (_) @binding.catch)
(function_declaration name: (identifier) @binding.function)
(generator_function_declaration name: (identifier) @binding.function)
(function_expression name: (identifier) @binding.self)
(class_declaration name: (type_identifier) @binding.class)
(abstract_class_declaration name: (type_identifier) @binding.class)
(class name: (type_identifier) @binding.self)

(assignment_expression left: (_) @assignment)
(augmented_assignment_expression left: (_) @assignment.update)
(update_expression argument: (_) @assignment.update)
(for_in_statement !kind left: (_) @assignment.loop)

; What JavaScript does not have. Nothing is known of the values of these.
(function_signature name: (identifier) @binding.opaque)
(enum_declaration name: (identifier) @binding.opaque)
(internal_module name: (identifier) @binding.opaque)
(import_require_clause (identifier) @import.require)
