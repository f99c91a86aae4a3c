--- `:checkhealth epigen`.
local server = require('epigen.server')

local M = {}

-- 0.10 renamed the functions.
local function reporter()
  local health = vim.health or require('health')
  return {
    start = health.start or health.report_start,
    ok = health.ok or health.report_ok,
    warn = health.warn or health.report_warn,
    error = health.error or health.report_error,
  }
end

local function check_binary(report)
  local program = server.options.cmd[1]
  if vim.fn.executable(program) == 0 then
    return report.error(program .. ' is not an executable', {
      'install the package epigen: npm install -g epigen',
      "or name the program: require('epigen').setup({ cmd = { '/path/to/epigen-language-server' } })",
    })
  end
  local version = vim.fn.system(vim.list_extend(vim.list_slice(server.options.cmd), { '--version' }))
  if vim.v.shell_error ~= 0 then
    return report.error(program .. ' does not run: ' .. vim.trim(version), { 'Node.js 20.19 or newer is needed' })
  end
  report.ok(('server %s, started by %s'):format(vim.trim(version), table.concat(server.options.cmd, ' ')))
end

local function check_status(report)
  local status = server.status
  if not server.client_of(nil) then
    return report.warn('no server is running', { 'open a JavaScript file, then run :checkhealth epigen again' })
  end
  if not status then
    return report.warn('the server has not opened its index yet', { 'wait a moment, or see :LspLog' })
  end
  for _, library in ipairs(status.libraries) do
    report.ok(('library %s %s (build %s)'):format(library.name, library.version, library.build))
  end
  if #status.libraries == 0 then
    report.error('no library is indexed in ' .. status.store, { 'run epigen init, then epigen index, in the project' })
  end
  for _, problem in ipairs(status.problems) do
    report.warn(problem)
  end
end

local TYPESCRIPT_SERVERS = { tsserver = true, ts_ls = true, vtsls = true, ['typescript-tools'] = true }

local function is_complement()
  local file = vim.fn.findfile('epigen.config.json', '.;')
  local text = file == '' and '' or table.concat(vim.fn.readfile(file), '\n')
  return server.options.settings.profile == 'complement' or text:find('"profile"%s*:%s*"complement"') ~= nil
end

local function check_neighbours(report)
  for _, client in ipairs(server.clients(nil)) do
    if TYPESCRIPT_SERVERS[client.name] and not is_complement() then
      report.warn(client.name .. ' runs too, and reports some of the same mistakes', {
        "require('epigen').setup({ settings = { profile = 'complement' } })",
        'or "profile": "complement" in epigen.config.json',
      })
    end
  end
end

function M.check()
  local report = reporter()
  report.start('EpiGEN')
  if vim.fn.has('nvim-0.7') == 0 then
    report.error('Neovim 0.7 or newer is needed')
    return
  end
  check_binary(report)
  check_status(report)
  check_neighbours(report)
end

return M
