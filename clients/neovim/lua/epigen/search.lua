--- `:EpigenSearch`: finding APIs by what they do.
local server = require('epigen.server')

local M = {}

local RESULTS = 10

local function choose(client, text)
  local buffer = vim.api.nvim_get_current_buf()
  server.request(client, buffer, 'epigen/search', { text = text, k = RESULTS }, function(answer)
    if #answer.results == 0 then
      return vim.notify('epigen: nothing fits "' .. text .. '"')
    end
    local options = {
      prompt = 'APIs for "' .. text .. '"',
      format_item = function(result)
        return result.name .. ': ' .. result.key:gsub('^[^:]*: ', '')
      end,
    }
    vim.ui.select(answer.results, options, function(result)
      if result then
        require('epigen.declaration').open(client, result.name)
      end
    end)
  end)
end

--- Lists the APIs that fit a text and opens the declaration of the one that is chosen; asks for an empty text.
function M.open(text)
  local client = server.any_client()
  if not client then
    return
  end
  if text and text ~= '' then
    return choose(client, text)
  end
  vim.ui.input({ prompt = 'What should the API do? ' }, function(given)
    if given and given ~= '' then
      choose(client, given)
    end
  end)
end

return M
