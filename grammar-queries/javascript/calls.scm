; A call, with or without `new`.
(call_expression) @call
(new_expression) @call

; A member read of something. The outermost of a chain is what the checks look at.
(member_expression) @member
(subscript_expression index: (string)) @member
