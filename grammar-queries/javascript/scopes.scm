; What opens a scope for let, const, class and function declarations.
(statement_block) @scope
(switch_body) @scope
(for_statement) @scope
(for_in_statement) @scope
(catch_clause) @scope
(class_body) @scope
(class_declaration) @scope
(class) @scope

; What opens a scope for var and parameters too.
(function_declaration) @scope.function
(function_expression) @scope.function
(generator_function_declaration) @scope.function
(generator_function) @scope.function
(arrow_function) @scope.function
(method_definition) @scope.function
(class_static_block) @scope.function

; Names and patterns that declare variables. A pattern may declare several.
(variable_declarator name: (_) @binding.variable)
(for_in_statement kind: _ left: (_) @binding.loop)
(formal_parameters (_) @binding.parameter)
(arrow_function parameter: (identifier) @binding.parameter)
(catch_clause parameter: (_) @binding.catch)
(function_declaration name: (identifier) @binding.function)
(generator_function_declaration name: (identifier) @binding.function)
(function_expression name: (identifier) @binding.self)
(class_declaration name: (identifier) @binding.class)
(class name: (identifier) @binding.self)

; What gives a variable another value.
(assignment_expression left: (_) @assignment)
(augmented_assignment_expression left: (_) @assignment.update)
(update_expression argument: (_) @assignment.update)
(for_in_statement !kind left: (_) @assignment.loop)
