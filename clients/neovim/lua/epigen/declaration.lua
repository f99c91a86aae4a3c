--- Going from the name of an API to its declaration.
local server = require('epigen.server')

local M = {}

--- Opens the declaration of an API in the current window. Says so where the documentation has no place for it.
function M.open(client, name)
  local buffer = vim.api.nvim_get_current_buf()
  server.request(client, buffer, 'workspace/symbol', { query = name }, function(symbols)
    for _, symbol in ipairs(symbols or {}) do
      if symbol.name == name then
        -- 0.11 renamed it.
        local show = vim.lsp.util.show_document or vim.lsp.util.jump_to_location
        return show(symbol.location, client.offset_encoding, vim.lsp.util.show_document and { focus = true } or nil)
      end
    end
    server.fail(name .. ' has no declaration to go to: it was not read from a source file')
  end)
end

return M
