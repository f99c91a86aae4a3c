--- The connection to the language server: starting it, finding it, asking it.
local M = {}

local defaults = {
  --- Command line of the server, as a list.
  cmd = { 'epigen-language-server' },
  filetypes = { 'javascript', 'javascriptreact', 'typescript', 'typescriptreact' },
  --- The keys of epigen.config.json.
  settings = {},
  on_attach = nil,
}

M.options = defaults
--- What the server said last by `epigen/status`.
M.status = nil

local started = {} -- workspace folder -> client id

--- Neovim 0.11 starts servers by itself, and has methods where clients had functions before.
local function is_new()
  return vim.lsp.config ~= nil and vim.lsp.enable ~= nil
end

function M.fail(message)
  vim.notify('epigen: ' .. message, vim.log.levels.ERROR)
end

--- The workspace folder of a file: where the configuration or the package is, else the working folder.
local function root_of(path)
  for _, marker in ipairs({ 'epigen.config.json', '.epigen', 'package.json', '.git' }) do
    -- The trailing semicolon searches upwards.
    local find = (marker == '.epigen' or marker == '.git') and vim.fn.finddir or vim.fn.findfile
    local found = find(marker, vim.fn.fnamemodify(path, ':p:h') .. ';')
    if found ~= '' then
      return vim.fn.fnamemodify(found, ':p:' .. (vim.fn.isdirectory(found) == 1 and 'h:' or '') .. 'h')
    end
  end
  return vim.fn.getcwd()
end

local function config()
  -- An empty table would be sent as a list.
  local settings = next(M.options.settings) and M.options.settings or vim.empty_dict()
  return {
    name = 'epigen',
    cmd = M.options.cmd,
    settings = { epigen = settings },
    -- Versions before 0.8 send only these.
    init_options = { epigen = settings },
    on_attach = M.options.on_attach,
    handlers = {
      ['epigen/status'] = function(_, status)
        M.status = status
      end,
    },
  }
end

--- Attaches the server to a buffer; one server per workspace folder.
local function attach(buffer)
  local root = root_of(vim.api.nvim_buf_get_name(buffer))
  if not started[root] or vim.lsp.client_is_stopped(started[root]) then
    local with_root = {
      root_dir = root,
      workspace_folders = { { name = root, uri = vim.uri_from_fname(root) } },
    }
    started[root] = vim.lsp.start_client(vim.tbl_extend('error', config(), with_root))
  end
  if started[root] then
    vim.lsp.buf_attach_client(buffer, started[root])
  end
end

--- Takes the options and starts the server for buffers of its file types, those that are open included.
function M.setup(opts)
  M.options = vim.tbl_extend('force', defaults, opts or {})
  local filetypes = M.options.filetypes
  if is_new() then
    local with_root = {
      filetypes = filetypes,
      root_dir = function(buffer, start)
        start(root_of(vim.api.nvim_buf_get_name(buffer)))
      end,
    }
    vim.lsp.config('epigen', vim.tbl_extend('error', config(), with_root))
    vim.lsp.enable('epigen')
    return
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('epigen', { clear = true }),
    pattern = filetypes,
    callback = function(event)
      -- Not for previews and the like, which are no files.
      if vim.bo[event.buf].buftype == '' then
        attach(event.buf)
      end
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    local is_file = vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].buftype == ''
    if is_file and vim.tbl_contains(filetypes, vim.bo[buffer].filetype) then
      attach(buffer)
    end
  end
end

--- All clients of a buffer, whatever their server; of all buffers where none is named.
function M.clients(buffer)
  if vim.lsp.get_clients then
    return vim.lsp.get_clients({ bufnr = buffer })
  end
  return buffer and vim.tbl_values(vim.lsp.buf_get_clients(buffer)) or vim.lsp.get_active_clients()
end

--- The client of our server for a buffer, or nil.
function M.client_of(buffer)
  for _, client in ipairs(M.clients(buffer)) do
    if client.name == 'epigen' then
      return client
    end
  end
end

--- Sends a request. `done(result)` and `refused(error)` are called later; without `refused` the error is shown.
function M.request(client, buffer, method, params, done, refused)
  local function answer(err, result)
    if not err then
      return done(result)
    end
    if refused then
      return refused(err)
    end
    M.fail(err.message)
  end
  if is_new() then
    client:request(method, params, answer, buffer)
  else
    client.request(method, params, answer, buffer)
  end
end

--- The client for what is not about a document: that of the current buffer, else any. Says so where there is none.
function M.any_client()
  local client = M.client_of(vim.api.nvim_get_current_buf()) or M.client_of(nil)
  if not client then
    M.fail('no server is running: open a JavaScript file, or see :checkhealth epigen')
  end
  return client
end

--- The client of the current buffer. Says so where there is none.
function M.own_client()
  local client = M.client_of(vim.api.nvim_get_current_buf())
  if not client then
    M.fail('no server is attached to this buffer: see :checkhealth epigen')
  end
  return client
end

--- Runs a command of the server that is not about a document.
function M.execute(command, arguments, done)
  local client = M.any_client()
  if client then
    local params = { command = command, arguments = arguments }
    M.request(client, vim.api.nvim_get_current_buf(), 'workspace/executeCommand', params, done or function() end)
  end
end

--- Puts the code for the requirement on a line (0-based) into its buffer; `done()` is called once it is there.
function M.generate(buffer, line, done)
  local client = M.client_of(buffer)
  if not client then
    return M.fail('no server is attached to this buffer: see :checkhealth epigen')
  end
  local params = {
    command = 'epigen.generate',
    -- Changes are sent before the request, so the document is the one that the user sees.
    arguments = { vim.uri_from_bufnr(buffer), vim.NIL, line },
  }
  M.request(client, buffer, 'workspace/executeCommand', params, done or function() end, function(err)
    -- What LSP calls a failed, cancelled or outdated request, the server itself has shown already.
    if err.code < -32803 or err.code > -32800 then
      M.fail(err.message)
    end
  end)
end

return M
