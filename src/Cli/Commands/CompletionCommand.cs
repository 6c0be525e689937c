using System.CommandLine;
using GrpcExp.Cli.CommandLine;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp completion bash|zsh|fish</c>: a script with which a shell completes commands, options and keys.</summary>
internal static class CompletionCommand
{
    // The command itself answers, so that a script never grows old: [suggest:N] LINE prints what may stand at character N of the line.
    private const string Bash =
        """
        _grpcexp_complete() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
          # Nothing of ours fits: a file name may.
          [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default
        }
        complete -F _grpcexp_complete grpcexp ./grpcexp
        """;

    private const string Zsh =
        """
        #compdef grpcexp
        _grpcexp_complete() {
          local answers=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -a answers
        }
        compdef _grpcexp_complete grpcexp ./grpcexp
        """;

    private const string Fish =
        """
        complete -c grpcexp -f -a '(grpcexp "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    public static Command Create() => new("completion", "Prints a script with which a shell completes commands, options and keys.")
    {
        Of("bash", "For ~/.bashrc: source <(grpcexp completion bash)", Bash),
        Of("zsh", "For ~/.zshrc, after compinit: source <(grpcexp completion zsh)", Zsh),
        Of("fish", "For ~/.config/fish/config.fish: grpcexp completion fish | source", Fish),
    };

    private static Command Of(string shell, string description, string script)
    {
        var command = new Command(shell, description);
        command.SetAction(_ =>
        {
            Console.WriteLine(script);
            return ExitCode.Fine;
        });
        return command;
    }
}
