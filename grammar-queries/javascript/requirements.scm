; Comments that may ask for code. Which of them do, their text decides.
(comment) @requirement.comment

; Functions whose body holds no statement: a comment above or inside says what they should do.
(function_declaration body: (statement_block . "{" . (comment)* . "}" .)) @requirement.function
(function_expression body: (statement_block . "{" . (comment)* . "}" .)) @requirement.function
(generator_function_declaration body: (statement_block . "{" . (comment)* . "}" .)) @requirement.function
(arrow_function body: (statement_block . "{" . (comment)* . "}" .)) @requirement.function
(method_definition body: (statement_block . "{" . (comment)* . "}" .)) @requirement.function
