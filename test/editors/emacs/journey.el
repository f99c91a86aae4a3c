;;; journey.el --- What a user does in Emacs -*- lexical-binding: t -*-

;;; Commentary:

;; Run by emacs.test.ts in a real Emacs, with eglot or lsp-mode: what a user
;; does with a misuse and three requirements, and what the user sees.  The
;; environment says where: EPIGEN_CLIENT (eglot or lsp), EPIGEN_CMD (JSON list),
;; EPIGEN_FILE, EPIGEN_OUT, EPIGEN_WAIT (milliseconds).

;;; Code:

(require 'json)
(require 'js)
(require 'flymake)
(require 'package)
(require 'epigen)

;; Where Debian puts packages; `emacs -Q' does not look there.
(add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa")
(package-initialize)

(defvar journey-report nil "What was seen, an alist.")
(defvar journey-offered nil "Lists that the user chose from.")
(defvar journey-wanted nil "What the user picks: the first item with this text.")
(defvar journey-client (intern (getenv "EPIGEN_CLIENT")))
(defconst journey-patience (/ (string-to-number (getenv "EPIGEN_WAIT")) 1000.0))

(defun journey-note (key value)
  "Report VALUE as KEY."
  (push (cons key value) journey-report))

(defun journey-wait (what condition)
  "Wait until CONDITION, a function, returns non-nil; WHAT is waited for."
  (let ((end (+ (float-time) journey-patience))
        result)
    (while (not (setq result (funcall condition)))
      (when (> (float-time) end) (error "Timed out waiting for %s" what))
      (accept-process-output nil 0.05)
      ;; In batch mode there are no idle moments in which timers would run.
      (sit-for 0.02))
    result))

(defun journey-choose (_prompt collection &rest _)
  "Choose from COLLECTION what the user wants."
  (let ((items (all-completions "" collection)))
    (push (vconcat items) journey-offered)
    (or (seq-find (lambda (it) (string-search journey-wanted it)) items)
        (error "%s is not among %s" journey-wanted items))))

(defun journey-text ()
  "The text of the buffer."
  (buffer-substring-no-properties (point-min) (point-max)))

(defun journey-go-to (text)
  "Put point on TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun journey-diagnostics ()
  "The messages that flymake shows."
  (flymake-start)
  (mapcar (lambda (it)
            ;; Eglot puts code and source before the message.
            (concat (if (string-search "warning" (format "%s" (flymake-diagnostic-type it))) "warning: " "error: ")
                    (string-remove-prefix "epigen [unknown-property]: " (flymake-diagnostic-text it))))
          (flymake-diagnostics)))

(defun journey-hover ()
  "The text that the user gets for the thing at point."
  (if (eq journey-client 'lsp)
      (progn (lsp-describe-thing-at-point)
             (with-current-buffer "*lsp-help*" (journey-text)))
    (let (hover)
      (eglot-hover-eldoc-function (lambda (text &rest _) (setq hover text)))
      (substring-no-properties (journey-wait "the hover" (lambda () hover))))))

(defun journey-act (kind)
  "Execute a code action of KIND at point, chosen by title as the user does."
  (if (eq journey-client 'lsp)
      (lsp-execute-code-action (lsp--select-action (lsp-code-actions-at-point)))
    (let ((last-nonmenu-event ?x))
      (eglot-code-actions (point) (point) kind t))))

(defun journey-complete ()
  "Complete at point and return the candidates."
  (pcase-let* ((`(,start ,end ,table . ,_)
                (run-hook-with-args-until-success 'completion-at-point-functions)))
    (prog1 (mapcar #'substring-no-properties
                   (all-completions (buffer-substring start end) table))
      (completion-at-point))))

(defun journey-start ()
  "Open the file with the client."
  (setq epigen-server-command (append (json-read-from-string (getenv "EPIGEN_CMD")) nil))
  (setq epigen-settings '(:diagnostics (:unknown-property "warning")))
  (epigen-setup)
  (find-file (getenv "EPIGEN_FILE"))
  (if (eq journey-client 'lsp)
      (progn
        (require 'lsp-mode)
        (setq lsp-auto-guess-root t
              lsp-enable-snippet nil
              lsp-restart 'ignore
              lsp-diagnostics-provider :flymake
              lsp-auto-execute-action nil
              lsp-enable-suggest-server-download nil)
        (lsp))
    (require 'eglot)
    (setq eglot-sync-connect t
          eglot-connect-timeout journey-patience)
    (apply #'eglot (eglot--guess-contact))))

(defun journey ()
  "Go the whole way."
  (journey-start)
  (let ((file (current-buffer)))
    (journey-note 'diagnostics (vconcat (journey-wait "diagnostics" #'journey-diagnostics)))
    (journey-go-to "showToast")
    (journey-note 'hover (journey-hover))

    (beginning-of-line)
    (insert "  HX.showToa\n")
    (forward-char -1)
    (journey-note 'completion (vconcat (journey-complete)))
    (journey-note 'completed (string-trim (thing-at-point 'line t)))
    (delete-region (line-beginning-position) (1+ (line-end-position)))

    (journey-go-to "typ:")
    (setq journey-wanted "Change to 'type'")
    (journey-act "quickfix")
    (journey-note 'fixed (journey-text))

    (journey-go-to "@requirement Show")
    (setq journey-wanted "Generate code for this requirement")
    (journey-act "refactor.rewrite.epigen.generate")
    (journey-note 'generated (journey-text))

    (journey-go-to "@requirement Ask")
    (epigen-plan)
    (journey-note 'plan (journey-text))
    (call-interactively (key-binding (kbd "C-c C-c")))
    (journey-note 'planned (with-current-buffer file (journey-text)))

    (set-buffer file)
    (journey-go-to "@requirement Hide")
    (epigen-generate)
    (journey-note 'final (journey-text))
    (journey-wait "no diagnostics" (lambda () (not (journey-diagnostics))))

    (setq journey-wanted "pickDate")
    (epigen-search "let the user pick a day")
    (journey-note 'declaration (thing-at-point 'line t))
    (set-buffer file)
    (epigen-rebuild-index nil)
    (epigen-status)))

(advice-add 'completing-read :override #'journey-choose)
;; Eglot asks before it makes an edit that comes with a command.
(advice-add 'y-or-n-p :override (lambda (&rest _) t))
(condition-case problem
    (journey)
  (error (journey-note 'error (error-message-string problem))))
(journey-note 'offered (vconcat (nreverse journey-offered)))
(journey-note 'messages (vconcat (split-string (with-current-buffer "*Messages*" (journey-text)) "\n" t)))
(let ((coding-system-for-write 'utf-8))
  (write-region (json-encode journey-report) nil (getenv "EPIGEN_OUT")))
(kill-emacs 0)

;;; journey.el ends here
