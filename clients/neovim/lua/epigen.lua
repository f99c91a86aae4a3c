--- EpiGEN for Neovim 0.7 and newer: starts the language server and turns a requirement comment into code.
local M = {}

local defaults = {
  --- Command line of the server. The package installs `epigen-language-server`.
  cmd = { 'epigen-language-server' },
  filetypes = { 'javascript', 'javascriptreact', 'typescript', 'typescriptreact' },
  --- Settings as in epigen.config.json, sent under `epigen`.
  settings = {},
  on_attach = nil,
}

local options = defaults
local clients = {} -- workspace folder -> client id

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

--- Attaches the server to a buffer; one server per workspace folder. Returns the client id.
function M.attach(buffer)
  local root = root_of(vim.api.nvim_buf_get_name(buffer))
  if not clients[root] or vim.lsp.client_is_stopped(clients[root]) then
    clients[root] = vim.lsp.start_client({
      name = 'epigen',
      cmd = options.cmd,
      root_dir = root,
      workspace_folders = { { name = root, uri = vim.uri_from_fname(root) } },
      settings = { epigen = options.settings },
      on_attach = options.on_attach,
    })
  end
  if clients[root] then
    vim.lsp.buf_attach_client(buffer, clients[root])
  end
  return clients[root]
end

local function client_of(buffer)
  for _, client in pairs(vim.lsp.buf_get_clients(buffer)) do
    if client.name == 'epigen' then
      return client
    end
  end
end

local function fail(message)
  vim.notify('epigen: ' .. message, vim.log.levels.ERROR)
end

--- Generates code for the requirement comment (or the empty documented function) under the cursor.
function M.generate()
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of(buffer)
  if not client then
    return fail('no server is attached to this buffer; see :LspLog or run epigen doctor')
  end
  local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
  params.context = { diagnostics = {}, only = { 'refactor.rewrite.epigen.generate' } }
  client.request('textDocument/codeAction', params, function(err, actions)
    if err then
      return fail(err.message)
    end
    local action = (actions or {})[1]
    if not action then
      return fail('there is no requirement comment under the cursor')
    end
    client.request('codeAction/resolve', action, function(refusal, resolved)
      if refusal then
        return fail(refusal.message)
      end
      vim.lsp.util.apply_workspace_edit(resolved.edit, client.offset_encoding)
    end, buffer)
  end, buffer)
end

--- Starts EpiGEN for the file types of `opts`; see `defaults` above for what can be set.
function M.setup(opts)
  options = vim.tbl_extend('force', defaults, opts or {})
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('epigen', { clear = true }),
    pattern = options.filetypes,
    callback = function(event)
      M.attach(event.buf)
    end,
  })
  vim.api.nvim_create_user_command('EpigenGenerate', M.generate, {
    desc = 'Turn the requirement comment under the cursor into checked code',
  })
end

return M
