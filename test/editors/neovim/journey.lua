-- Run by neovim.test.ts in a real Neovim: what a user does with a misuse and two requirements, and what the user sees.
-- The environment says where: EPIGEN_CMD (JSON list), EPIGEN_FILE, EPIGEN_OUT, EPIGEN_WAIT (milliseconds).
local report = { messages = {}, offered = {} }
local patience = tonumber(vim.env.EPIGEN_WAIT)

local function finish()
  vim.fn.writefile({ vim.fn.json_encode(report) }, vim.env.EPIGEN_OUT)
  vim.cmd(report.error and 'cquit!' or 'qall!')
end

vim.notify = function(message)
  table.insert(report.messages, message)
end

-- What the user picks from a list: the first item that has this in its text.
local wanted
vim.ui.select = function(items, options, choose)
  local texts = vim.tbl_map(options.format_item, items)
  table.insert(report.offered, texts)
  for place, text in ipairs(texts) do
    if text:find(wanted, 1, true) then
      return choose(items[place], place)
    end
  end
  error('"' .. wanted .. '" is not among ' .. table.concat(texts, ', '))
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n'
end

local function diagnostics()
  return vim.tbl_map(function(it)
    return vim.diagnostic.severity[it.severity]:lower():gsub('^warn$', 'warning') .. ': ' .. it.message
  end, vim.diagnostic.get(0))
end

-- The journey is a coroutine, so that Neovim reads keys and answers while it waits.
local journey
local function continue(...)
  local ok, err = coroutine.resume(journey, ...)
  if not ok then
    report.error = tostring(err)
  end
  if coroutine.status(journey) == 'dead' then
    finish()
  end
end

local function wait(what, condition)
  local waited = 0
  while not condition() do
    if waited > patience then
      error('timed out waiting for ' .. what)
    end
    vim.defer_fn(continue, 50)
    coroutine.yield()
    waited = waited + 50
  end
end

local function keys(typed)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(typed, true, false, true), 't', false)
end

local function go_to(pattern)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  vim.fn.search(pattern, 'c')
end

local function changed(what, act)
  local before = vim.api.nvim_buf_get_changedtick(0)
  act()
  wait(what, function()
    return vim.api.nvim_buf_get_changedtick(0) > before
  end)
end

local function floating_text()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    end
  end
end

journey = coroutine.create(function()
  require('epigen').setup({
    cmd = vim.fn.json_decode(vim.env.EPIGEN_CMD),
    settings = { diagnostics = { ['unknown-property'] = 'warning' } },
    on_attach = function(_, buffer)
      vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
    end,
  })
  vim.cmd('filetype on')
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.EPIGEN_FILE))
  local file = vim.api.nvim_get_current_buf()
  wait('diagnostics', function()
    return #vim.diagnostic.get(0) > 0
  end)
  report.diagnostics = diagnostics()

  go_to('showToast')
  vim.lsp.buf.hover()
  wait('the hover', floating_text)
  report.hover = floating_text()

  keys('OHX.showToa<C-x><C-o>')
  wait('the completion', function()
    -- Without a terminal no menu is visible.
    return #vim.fn.complete_info({ 'items' }).items > 0
  end)
  report.completion = vim.tbl_map(function(it)
    return it.word
  end, vim.fn.complete_info({ 'items' }).items)
  keys('<Esc>')
  wait('normal mode', function()
    return vim.fn.mode() == 'n'
  end)
  -- The first item is in the text already.
  report.completed = vim.trim(vim.api.nvim_get_current_line())
  vim.cmd('delete _')

  go_to('typ:')
  wanted = "Change to 'type'"
  changed('the quick fix', vim.lsp.buf.code_action)
  report.fixed = text()

  go_to('@requirement Show')
  wanted = 'Generate code for this requirement'
  changed('the code', vim.lsp.buf.code_action)
  report.generated = text()

  go_to('@requirement Ask')
  vim.cmd('EpigenPlan')
  wait('the plan', function()
    return vim.bo.filetype == 'epigen-plan'
  end)
  report.plan = text()
  local before = vim.api.nvim_buf_get_changedtick(file)
  keys('<CR>')
  wait('the planned code', function()
    return vim.api.nvim_buf_get_changedtick(file) > before
  end)
  report.planned = text()

  go_to('@requirement Hide')
  changed('the command', function()
    vim.cmd('EpigenGenerate')
  end)
  report.final = text()
  wait('no diagnostics', function()
    return #vim.diagnostic.get(0) == 0
  end)

  wanted = 'pickDate'
  vim.cmd('EpigenSearch let the user pick a day')
  wait('the declaration', function()
    return vim.api.nvim_get_current_buf() ~= file
  end)
  report.declaration = vim.api.nvim_get_current_line()

  vim.cmd('EpigenRebuild')
  wait('the new index', function()
    return #report.messages >= 2
  end)
  vim.cmd('checkhealth epigen')
  report.health = text()
end)
vim.schedule(continue)
