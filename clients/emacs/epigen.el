;;; epigen.el --- Checked calls of private JavaScript APIs -*- lexical-binding: t -*-

;; Author: EpiGEN contributors
;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages, tools
;; License: Apache-2.0

;;; Commentary:

;; EpiGEN is a language server for private JavaScript API libraries: it checks
;; the calls of such a library and turns a requirement comment into code.  This
;; file registers it with eglot and with lsp-mode, and adds the commands
;; `epigen-generate', `epigen-plan', `epigen-search', `epigen-status' and
;; `epigen-rebuild-index'.
;;
;;     (require 'epigen)
;;     (epigen-setup)
;;     (add-hook 'js-mode-hook #'eglot-ensure)   ; or #'lsp

;;; Code:

(require 'cl-lib)
(require 'seq)
(require 'subr-x)
(require 'url-parse)
(require 'url-util)
(require 'xref)

(declare-function eglot--TextDocumentIdentifier "eglot" ())
(declare-function eglot-current-server "eglot" ())
(declare-function eglot-managed-p "eglot" ())
(declare-function jsonrpc-request "jsonrpc" (connection method params &rest args))
(declare-function lsp--buffer-uri "lsp-mode" ())
(declare-function lsp-find-workspace "lsp-mode" (server-id &optional file-name))
(declare-function lsp-register-client "lsp-mode" (client))
(declare-function lsp-request "lsp-mode" (method params &rest args))
(declare-function lsp-stdio-connection "lsp-mode" (command &optional test-command))
(declare-function make-lsp-client "lsp-mode" (&rest args))
(defvar eglot-confirm-server-edits)
(defvar eglot-confirm-server-initiated-edits)
(defvar eglot-server-programs)
(defvar lsp--cur-workspace)
(defvar lsp-response-timeout)

(defgroup epigen nil
  "Checked calls of private JavaScript APIs."
  :group 'tools
  :prefix "epigen-")

(defcustom epigen-server-command '("epigen-language-server")
  "Command line of the language server."
  :type '(repeat string))

(defcustom epigen-settings nil
  "Settings of the server as a property list, with the keys of epigen.config.json.
For example (:profile \"complement\")."
  :type 'plist)

(defcustom epigen-timeout 120
  "Seconds to wait for an answer that a language model may have to write."
  :type 'number)

(defcustom epigen-search-results 10
  "How many APIs `epigen-search' offers."
  :type 'integer)

;;; Setting up

(defconst epigen--modes
  '((js-mode "javascript")
    (js-ts-mode "javascript")
    (js2-mode "javascript")
    (rjsx-mode "javascriptreact")
    (typescript-mode "typescript")
    (typescript-ts-mode "typescript")
    (tsx-ts-mode "typescriptreact"))
  "Major modes with the language that their files are in.")

;;;###autoload
(defun epigen-setup ()
  "Register the server with eglot and lsp-mode, once they are loaded.
Eglot runs one server for a file: there EpiGEN takes the place of the one
for JavaScript and TypeScript.  In lsp-mode it runs beside others."
  (with-eval-after-load 'eglot (epigen--register-with-eglot))
  (with-eval-after-load 'lsp-mode (epigen--register-with-lsp-mode)))

(defun epigen--register-with-eglot ()
  "Add the server to `eglot-server-programs'."
  (add-to-list 'eglot-server-programs
               (cons (mapcar (lambda (mode) (list (car mode) :language-id (cadr mode))) epigen--modes)
                     #'epigen--eglot-contact)))

(defun epigen--eglot-contact (&rest _)
  "The contact for eglot: a command line and its options."
  (append epigen-server-command
          (when epigen-settings (list :initializationOptions (list :epigen epigen-settings)))))

(defun epigen--register-with-lsp-mode ()
  "Make the server known to lsp-mode."
  (let ((notifications (make-hash-table :test #'equal))
        (requests (make-hash-table :test #'equal)))
    ;; The status is shown when the user asks for it; without a handler lsp-mode warns of it.
    (puthash "epigen/status" #'ignore notifications)
    ;; lsp-mode would answer with an empty object for what is not one of its own settings.
    (puthash "workspace/configuration" #'epigen--configuration requests)
    (lsp-register-client
     (make-lsp-client
      :new-connection (lsp-stdio-connection (lambda () epigen-server-command))
      :major-modes (mapcar #'car epigen--modes)
      :server-id 'epigen
      :add-on? t
      :notification-handlers notifications
      :request-handlers requests
      :initialization-options (lambda () (when epigen-settings (list :epigen epigen-settings)))))))

(defun epigen--configuration (_workspace params)
  "The answer to `workspace/configuration' with PARAMS.
Every folder has the same settings."
  (vconcat (mapcar (lambda (_) epigen-settings) (epigen--get params :items))))

;;; Asking the server

(defun epigen--get (object key)
  "The value of KEY, a keyword, in OBJECT.
Objects are property lists from eglot and hash tables from lsp-mode."
  (if (hash-table-p object)
      (gethash (substring (symbol-name key) 1) object)
    (plist-get object key)))

(defun epigen--list (object key)
  "The array under KEY in OBJECT as a list, see `epigen--get'."
  (append (epigen--get object key) nil))

(defun epigen--request (method params)
  "Ask the server of this buffer METHOD with PARAMS and return the answer.
A refusal of the server becomes a `user-error'."
  (let ((workspace (and (bound-and-true-p lsp-mode) (lsp-find-workspace 'epigen buffer-file-name))))
    (condition-case problem
        (cond
         (workspace
          (let ((lsp--cur-workspace workspace)
                (lsp-response-timeout epigen-timeout))
            (lsp-request method params)))
         ((and (fboundp 'eglot-managed-p) (eglot-managed-p))
          ;; Who asks for code has agreed to the edit; the first variable is that of eglot 1.15 and newer.
          (let ((eglot-confirm-server-edits nil)
                (eglot-confirm-server-initiated-edits nil))
            ;; A deferred request waits until the server has all changes.
            (jsonrpc-request (eglot-current-server) (intern (concat ":" method)) params
                             :deferred (intern method) :timeout epigen-timeout)))
         (t (user-error "EpiGEN does not run in this buffer: start it with M-x eglot or M-x lsp")))
      (user-error (signal (car problem) (cdr problem)))
      (error (user-error "EpiGEN: %s" (epigen--reason problem))))))

(defun epigen--reason (problem)
  "What the server said in PROBLEM, an error of eglot or lsp-mode."
  (or (and (consp (cdr problem)) (alist-get 'jsonrpc-error-message (seq-filter #'consp (cdr problem))))
      (error-message-string problem)))

(defun epigen--execute (command &rest arguments)
  "Let the server execute COMMAND with ARGUMENTS and return the answer."
  (epigen--request "workspace/executeCommand" (list :command command :arguments (vconcat arguments))))

(defun epigen--uri ()
  "The URI of the file of this buffer, as its client writes it."
  (if (bound-and-true-p lsp-mode)
      (lsp--buffer-uri)
    (plist-get (eglot--TextDocumentIdentifier) :uri)))

(defun epigen--line ()
  "The line of point as LSP counts, from 0."
  (1- (line-number-at-pos nil t)))

;;; Generating

;;;###autoload
(defun epigen-generate ()
  "Turn the requirement comment at point into checked code.
It does the same for a function whose JSDoc comment says what it should
do and whose body is empty."
  (interactive)
  (barf-if-buffer-read-only)
  (epigen--execute "epigen.generate" (epigen--uri) nil (epigen--line)))

;;; The plan

(defvar-local epigen--plan-source nil
  "What the plan is for: buffer, line and modification count, as a list.")

(defvar epigen-plan-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "C-c C-c") #'epigen-plan-apply)
    (define-key map (kbd "n") #'forward-button)
    (define-key map (kbd "p") #'backward-button)
    map)
  "Keys of the plan buffer.")

(define-derived-mode epigen-plan-mode special-mode "EpiGEN plan"
  "What would be generated for a requirement.
Shown are subtasks, their APIs with alternatives, and the code."
  (setq-local revert-buffer-function #'epigen--plan-again
              truncate-lines nil
              word-wrap t))

;;;###autoload
(defun epigen-plan ()
  "Show what would be generated for the requirement at point, without inserting it."
  (interactive)
  (let* ((source (list (current-buffer) (epigen--line) (buffer-chars-modified-tick)))
         (plan (epigen--request "epigen/plan"
                                (list :textDocument (list :uri (epigen--uri))
                                      :position (list :line (epigen--line) :character 0)))))
    (pop-to-buffer "*epigen plan*")
    (epigen-plan-mode)
    (setq epigen--plan-source source)
    (let ((inhibit-read-only t))
      (erase-buffer)
      (epigen--insert-plan plan))
    (goto-char (point-min))))

(defun epigen--insert-plan (plan)
  "Insert PLAN, an answer to `epigen/plan', for the user to read."
  (insert (propertize (concat "Plan: " (epigen--get plan :requirement)) 'face 'bold)
          "\n"
          (propertize "C-c C-c inserts the code, RET goes to a declaration, g plans again, q closes" 'face 'shadow)
          "\n\n")
  (cl-loop for step in (epigen--list plan :steps)
           for number from 1
           do (insert (format "%d. %s\n" number (epigen--get step :text)))
           do (cl-loop for api in (epigen--list step :apis)
                       ;; Later alternatives hardly ever fit.
                       repeat 4
                       for mark = "->" then "or"
                       do (epigen--insert-api mark api)))
  (insert "\n")
  (if-let ((refusal (epigen--get plan :refusal)))
      (insert (propertize "Nothing to insert: " 'face 'warning) refusal "\n")
    (insert "Code:\n" (replace-regexp-in-string "^\\(.\\)" "  \\1" (epigen--get plan :code)) "\n\n")
    (let ((findings (epigen--list plan :diagnostics)))
      (insert (if findings "Checked:\n" "Checked: nothing found.\n"))
      (dolist (finding findings)
        (let ((start (epigen--get (epigen--get finding :range) :start)))
          (insert (format "  line %d: %s: %s\n" (1+ (epigen--get start :line))
                          (epigen--get finding :code) (epigen--get finding :message)))))))
  (when-let ((note (epigen--get plan :note)))
    (insert (propertize "Note: " 'face 'warning) note "\n")))

(defun epigen--insert-api (mark api)
  "Insert a line for API with MARK before it; its name leads to the declaration."
  (let ((name (epigen--get api :name)))
    (insert "   " mark " ")
    (insert-text-button name 'action (lambda (_) (epigen--plan-declaration name)) 'follow-link t)
    (insert (make-string (max 1 (- 25 (length name))) ?\s) (epigen--functionality api) "\n")))

(defun epigen--functionality (api)
  "What API does: its key is \"name: functionality\"."
  (replace-regexp-in-string "\\`[^:]*: " "" (epigen--get api :key)))

(defun epigen--plan-buffer ()
  "The buffer that the plan is for; signals a `user-error' if it is gone."
  (let ((buffer (car epigen--plan-source)))
    (unless (buffer-live-p buffer) (user-error "The buffer of the requirement is gone"))
    buffer))

(defun epigen--plan-declaration (name)
  "Go to the declaration of the API NAME from the plan."
  (let ((place (with-current-buffer (epigen--plan-buffer) (epigen--declaration name))))
    (epigen--visit place #'find-file-other-window)))

(defun epigen--plan-again (&rest _)
  "Ask for the plan again, as `revert-buffer' does for files."
  (let ((line (nth 1 epigen--plan-source)))
    (with-current-buffer (epigen--plan-buffer)
      (goto-char (point-min))
      (forward-line line)
      (epigen-plan))))

(defun epigen-plan-apply ()
  "Insert the code of the plan."
  (interactive)
  (let ((buffer (epigen--plan-buffer)))
    (pcase-let ((`(,_ ,line ,tick) epigen--plan-source))
      (unless (= tick (buffer-chars-modified-tick buffer))
        (user-error "The file has changed since the plan was made: type g to plan again"))
      (quit-window)
      (pop-to-buffer buffer)
      (epigen--execute "epigen.generate" (epigen--uri) nil line))))

;;; Searching

;;;###autoload
(defun epigen-search (text)
  "Find private APIs that fit TEXT and go to the declaration of one."
  (interactive (list (read-string "What should the API do? ")))
  (let* ((answer (epigen--request "epigen/search" (list :text text :k epigen-search-results)))
         (results (mapcar (lambda (api) (cons (epigen--get api :name) (epigen--functionality api)))
                          (epigen--list answer :results))))
    (unless results (user-error "Nothing fits \"%s\"" text))
    (let ((place (epigen--declaration (completing-read "API: " (epigen--table results) nil t))))
      (xref-push-marker-stack)
      (epigen--visit place #'find-file))))

(defun epigen--table (results)
  "A completion table of RESULTS, pairs of name and functionality."
  (let ((annotate (lambda (name) (concat "  " (cdr (assoc name results))))))
    (lambda (string predicate action)
      (if (eq action 'metadata)
          `(metadata (annotation-function . ,annotate)
                     (display-sort-function . identity)
                     (cycle-sort-function . identity))
        (complete-with-action action results string predicate)))))

(defun epigen--declaration (name)
  "The place where the API NAME is declared.
It is a list of file, line and column, counted from 0."
  (let ((symbol (cl-find name (append (epigen--request "workspace/symbol" (list :query name)) nil)
                         :key (lambda (it) (epigen--get it :name)) :test #'equal)))
    (unless symbol (user-error "%s has no declaration to go to: it was not read from a source file" name))
    (let* ((location (epigen--get symbol :location))
           (start (epigen--get (epigen--get location :range) :start)))
      (list (epigen--file (epigen--get location :uri))
            (epigen--get start :line)
            (epigen--get start :character)))))

(defun epigen--file (uri)
  "The file of URI."
  (let ((path (decode-coding-string (url-unhex-string (url-filename (url-generic-parse-url uri))) 'utf-8)))
    (if (memq system-type '(windows-nt ms-dos)) (string-remove-prefix "/" path) path)))

(defun epigen--visit (place open)
  "Go to PLACE, a list of file, line and column, with the function OPEN."
  (pcase-let ((`(,file ,line ,column) place))
    (funcall open file)
    (goto-char (point-min))
    (forward-line line)
    (forward-char (min column (- (line-end-position) (point))))))

;;; Looking after the index

;;;###autoload
(defun epigen-status ()
  "Say which libraries the server knows and what is wrong with them."
  (interactive)
  (let* ((status (epigen--execute "epigen.showStatus"))
         (libraries (mapcar (lambda (it) (format "%s %s" (epigen--get it :name) (epigen--get it :version)))
                            (epigen--list status :libraries))))
    (message "EpiGEN knows %s (store %s, engine %s).%s"
             (if libraries (string-join libraries ", ") "no library")
             (epigen--get status :store)
             (epigen--get status :engine)
             (mapconcat (lambda (problem) (concat " " problem)) (epigen--list status :problems) ""))))

;;;###autoload
(defun epigen-rebuild-index (names)
  "Index the libraries NAMES of the configuration anew, or all of them.
With a prefix argument ask which."
  (interactive
   (list (when current-prefix-arg
           (completing-read-multiple
            "Libraries: "
            (mapcar (lambda (it) (epigen--get it :name))
                    (epigen--list (epigen--execute "epigen.showStatus") :libraries))))))
  (message "EpiGEN: indexing…")
  (dolist (library (append (apply #'epigen--execute "epigen.rebuildIndex" names) nil))
    (message "EpiGEN: build %s with %d APIs%s" (epigen--get library :build) (epigen--get library :apis)
             (if (memq (epigen--get library :changed) '(nil :json-false)) ", nothing new" ""))))

(provide 'epigen)
;;; epigen.el ends here
