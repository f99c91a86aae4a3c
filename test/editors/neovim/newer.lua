-- Run by neovim.test.ts: the ways that only Neovim 0.10 and 0.11 go, with their functions replaced by these. What the
-- plugin called is written to EPIGEN_OUT.
local calls = { enabled = {}, requests = {}, health = {} }

vim.lsp.config = setmetatable({}, {
  __call = function(_, name, config)
    calls.configured = name
    calls.filetypes = config.filetypes
    calls.settings = config.settings
    config.root_dir(0, function(root)
      calls.root = root
    end)
  end,
})
vim.lsp.enable = function(name)
  table.insert(calls.enabled, name)
end

local client = { name = 'epigen', offset_encoding = 'utf-8' }
function client:request(method, params, answer, buffer)
  table.insert(calls.requests, { client = self.name, method = method, params = params, buffer = buffer })
  if method == 'epigen/search' then
    answer(nil, { results = { { name = 'Lib.find', key = 'find: Finds a thing' } } })
  elseif method == 'workspace/symbol' then
    answer(nil, { { name = 'Lib.find', location = { uri = 'file:///lib.d.ts' } } })
  end
end
vim.lsp.get_clients = function()
  return { client, { name = 'ts_ls' } }
end
vim.lsp.util.show_document = function(location)
  calls.shown = location.uri
end
vim.ui.select = function(items, options, choose)
  calls.offered = options.format_item(items[1])
  choose(items[1])
end
for _, level in ipairs({ 'start', 'ok', 'warn', 'error' }) do
  vim.health = vim.health or {}
  vim.health[level] = function(message)
    table.insert(calls.health, level .. ': ' .. message)
  end
end

vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.EPIGEN_FILE))
require('epigen').setup({ cmd = { 'no-such-server' }, settings = { store = 'elsewhere' } })
vim.cmd('6')
vim.cmd('EpigenGenerate')
vim.cmd('EpigenSearch find things')
require('epigen.health').check()
vim.fn.writefile({ vim.fn.json_encode(calls) }, vim.env.EPIGEN_OUT)
vim.cmd('qall!')
