--- EpiGEN for Neovim 0.7 and newer. `setup` starts the language server for JavaScript files and makes the commands.
local server = require('epigen.server')

local M = {}

--- Generates code for the requirement comment (or the empty documented function) under the cursor.
function M.generate()
  server.generate(vim.api.nvim_get_current_buf(), vim.api.nvim_win_get_cursor(0)[1] - 1)
end

--- Shows in a window what would be generated for the requirement under the cursor.
function M.plan()
  require('epigen.plan').open()
end

--- Finds APIs that fit `text` (asks for it where there is none) and goes to the declaration of the chosen one.
function M.search(text)
  require('epigen.search').open(text)
end

--- Says which libraries the server knows and what is wrong with them.
function M.show_status()
  server.execute('epigen.showStatus', {})
end

--- The last status the server announced, `{ libraries, store, engine, problems }`; nil before the first.
function M.status()
  return server.status
end

--- Indexes the named libraries of the configuration anew, or all of them.
function M.rebuild(names)
  vim.notify('epigen: indexing …')
  server.execute('epigen.rebuildIndex', names, function(rebuilt)
    for _, library in ipairs(rebuilt) do
      local news = library.changed and '' or ', nothing new'
      vim.notify(('epigen: build %s with %d APIs%s'):format(library.build, library.apis, news))
    end
  end)
end

--- Starts EpiGEN for the file types of `opts`; see |epigen-setup| for what can be set.
function M.setup(opts)
  server.setup(opts)
  local command = vim.api.nvim_create_user_command
  command('EpigenGenerate', M.generate, { desc = 'Turn the requirement comment under the cursor into checked code' })
  command('EpigenPlan', M.plan, { desc = 'Show what would be generated for the requirement under the cursor' })
  command('EpigenSearch', function(given)
    M.search(given.args)
  end, { nargs = '*', desc = 'Find private APIs by what they do' })
  command('EpigenStatus', M.show_status, { desc = 'Say which libraries EpiGEN knows' })
  command('EpigenRebuild', function(given)
    M.rebuild(given.fargs)
  end, { nargs = '*', desc = 'Index the configured libraries anew' })
end

return M
