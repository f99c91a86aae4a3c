--- `:EpigenPlan`: subtasks, APIs, alternatives and code of a requirement, before anything is inserted.
local server = require('epigen.server')

local M = {}

local FILETYPE = 'epigen-plan'
--- Later ones hardly ever fit.
local MAX_ALTERNATIVES = 3
--- Share of the screen that a plan may take.
local MAX_HEIGHT = 0.7

--- "showToast: Shows a short text" without the name before the colon, which stands beside it.
local function functionality(api)
  return (api.key:gsub('^[^:]*: ', ''))
end

local function api_line(mark, api)
  return ('   %-2s %-24s %s'):format(mark, api.name, functionality(api))
end

local function finding_line(finding)
  return ('  line %d: %s: %s'):format(finding.range.start.line + 1, finding.code, finding.message)
end

--- The lines of a plan as the user reads them.
local function render(plan)
  local lines = { 'Plan: ' .. plan.requirement, '<CR> inserts the code, gd goes to a declaration, q closes', '' }
  local function add(line)
    table.insert(lines, line)
  end
  for number, step in ipairs(plan.steps) do
    add(('%d. %s'):format(number, step.text))
    for place, api in ipairs(vim.list_slice(step.apis, 1, 1 + MAX_ALTERNATIVES)) do
      add(api_line(place == 1 and '->' or 'or', api))
    end
  end
  add('')
  if plan.refusal then
    add('Nothing to insert: ' .. plan.refusal)
    return lines
  end
  add('Code:')
  for _, line in ipairs(vim.split(plan.code, '\n')) do
    add(line == '' and '' or '  ' .. line)
  end
  add('')
  add(#plan.diagnostics == 0 and 'Checked: nothing found.' or 'Checked:')
  vim.list_extend(lines, vim.tbl_map(finding_line, plan.diagnostics))
  if plan.note then
    add('Note: ' .. plan.note)
  end
  return lines
end

local function highlight()
  vim.cmd([[
    syntax match Title /\%1l.*/
    syntax match Comment /\%2l.*/
    syntax match Identifier /^\d\+\..*/
    syntax match Function /\(^   -> \)\@<=\S\+/
    syntax match Comment /^   or .*/
    syntax match Statement /^\(Code\|Checked\):.*/
    syntax match WarningMsg /^\(Nothing to insert\|Note\):.*/
  ]])
end

--- Shows a plan in a window of its own. `apply` inserts the code; `declare(name)` opens a declaration.
local function show(plan, apply, declare)
  local lines = render(plan)
  vim.cmd(('botright %dnew'):format(math.min(#lines, math.floor(vim.o.lines * MAX_HEIGHT))))
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  -- Another plan may be open, and names are unique.
  pcall(vim.api.nvim_buf_set_name, buffer, 'epigen://plan')
  vim.bo[buffer].buftype = 'nofile'
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].swapfile = false
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].filetype = FILETYPE
  vim.wo.linebreak = true
  vim.wo.breakindent = true
  highlight()
  local function map(key, action)
    vim.keymap.set('n', key, action, { buffer = buffer, nowait = true })
  end
  map('q', '<Cmd>close<CR>')
  map('<CR>', function()
    vim.cmd('close')
    apply()
  end)
  map('gd', function()
    local name = vim.api.nvim_get_current_line():match('^   %S+%s+(%S+)')
    if name then
      declare(name)
    end
  end)
end

--- Asks for the plan of the requirement under the cursor and shows it.
function M.open()
  local client = server.own_client()
  if not client then
    return
  end
  local buffer = vim.api.nvim_get_current_buf()
  local window = vim.api.nvim_get_current_win()
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local version = vim.api.nvim_buf_get_changedtick(buffer)
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    position = { line = line, character = 0 },
  }
  server.request(client, buffer, 'epigen/plan', params, function(plan)
    show(plan, function()
      if vim.api.nvim_buf_get_changedtick(buffer) ~= version then
        return server.fail('the file has changed since the plan was made: ask for the plan again')
      end
      server.generate(buffer, line)
    end, function(name)
      -- The plan stays open beside the declaration.
      if vim.api.nvim_win_is_valid(window) then
        vim.api.nvim_set_current_win(window)
      end
      require('epigen.declaration').open(client, name)
    end)
  end)
end

return M
