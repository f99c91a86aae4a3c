-- Run by neovim.test.ts: from requirement comment to edited buffer in a real Neovim.
-- Arguments come through the environment: EPIGEN_CMD (JSON list), EPIGEN_FILE, EPIGEN_LINE (1-based), EPIGEN_OUT.
local function finish(report)
  vim.fn.writefile({ vim.fn.json_encode(report) }, vim.env.EPIGEN_OUT)
  vim.cmd(report.error and 'cquit!' or 'qall!')
end

local messages = {}
vim.notify = function(message)
  table.insert(messages, message)
end

local function wait(what, condition)
  if not vim.wait(30000, condition, 50) then
    finish({ error = 'timed out waiting for ' .. what, messages = messages, text = vim.api.nvim_buf_get_lines(0, 0, -1, false) })
  end
end

local ok, err = pcall(function()
  require('epigen').setup({ cmd = vim.fn.json_decode(vim.env.EPIGEN_CMD) })
  vim.cmd('filetype on')
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.EPIGEN_FILE))
  wait('diagnostics', function()
    return #vim.diagnostic.get(0) > 0
  end)
  local diagnostics = vim.tbl_map(function(it)
    return { line = it.lnum + 1, code = it.code or (it.user_data and it.user_data.lsp.code), message = it.message, source = it.source }
  end, vim.diagnostic.get(0))

  vim.api.nvim_win_set_cursor(0, { tonumber(vim.env.EPIGEN_LINE), 3 })
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.cmd('EpigenGenerate')
  wait('the edit', function()
    return vim.api.nvim_buf_get_changedtick(0) > before
  end)
  finish({ diagnostics = diagnostics, messages = messages, text = vim.api.nvim_buf_get_lines(0, 0, -1, false) })
end)
if not ok then
  finish({ error = tostring(err), messages = messages })
end
