using System.CommandLine;
using Watchbill.Organization;

namespace Watchbill.Commands;

/// <summary>The commands of the executable. Without one it serves.</summary>
internal static class HostCommands
{
    /// <param name="compose">Makes the host of settings such as <c>--Storage:Path=x.db</c>.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> compose, Terminal terminal, CancellationToken ct)
    {
        var (words, settings) = CommandLineSettings.Split(args);
        // A command says what it did, and no more.
        var runner = new CommandRunner(() => compose([.. settings, "--Logging:LogLevel:Watchbill=Warning"]), terminal);
        var manifest = ManifestCommand.Of(last => compose([.. settings, "--Logging:LogLevel:Watchbill=Warning", .. last]), terminal);
        var parsed = Commands(token => ServeCommand.RunAsync(() => compose(settings), terminal, token), runner, manifest).Parse(words);
        if (parsed.Errors.Count > 0) return terminal.Say(new(StartFailures.Misconfigured, Wrong(parsed)));
        try
        {
            // The host ends by signals in its own way, and failures become one sentence below.
            return await parsed.InvokeAsync(
                new()
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = terminal.Out,
                    Error = terminal.Error,
                }, ct);
        }
        catch (Exception failure) when (failure is not HostAbortedException)
        {
            var (code, sentence) = StartFailures.Explain(failure);
            return terminal.Say(new(code, sentence));
        }
    }

    private static RootCommand Commands(Func<CancellationToken, Task<int>> serveAsync, CommandRunner runner, Command manifest)
    {
        var root = new RootCommand("Watchbill, the on-call bot. Any setting may be given here, too: --Storage:Path=other.db")
        {
            Serve(serveAsync), Check(runner), Token(runner), Backup(runner), Restore(runner),
            Export(runner), Import(runner), manifest,
        };
        root.SetAction((_, ct) => serveAsync(ct));
        return root;
    }

    private static Command Serve(Func<CancellationToken, Task<int>> serveAsync)
    {
        var command = new Command("serve", "Run the host until Ctrl+C (the default).");
        command.SetAction((_, ct) => serveAsync(ct));
        return command;
    }

    private static Command Check(CommandRunner runner)
    {
        var allow = new Option<bool>("--allow-retire")
        {
            Description = "The organisation file is meant, though the next start would retire more than a third of something by it.",
        };
        var platform = new Argument<string?>("platform")
        {
            Description = "Check what is between the bot and a platform instead: teams.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var manifest = new Option<string>("--manifest")
        {
            Description = "With a platform: the manifest that it was given, or the archive with it, to compare with what it would be now.",
        };
        var command = new Command("check",
            "Check the settings, the database file and the audit chain, and say what the next start makes of the organisation file.")
        {
            platform, manifest, allow,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(manifest) is not null && parsed.GetValue(platform) is null)
                parsed.AddError("Name the platform that was given the manifest: check teams --manifest …");
        });
        command.SetAction(async (parsed, ct) =>
        {
            var wanted = new CheckRequest(parsed.GetValue(allow))
            {
                Platform = parsed.GetValue(platform),
                Manifest = parsed.GetValue(manifest) is { } file ? await ManifestCommand.ReadAsync(file, ct) : null,
            };
            return await runner.RunAsync("check", _ => wanted, (tasks, request) => tasks.CheckAsync(request, ct), ct);
        });
        return command;
    }

    private static Command Backup(CommandRunner runner)
    {
        var command = new Command("backup", "Write a copy of the database into Backup:Directory, while the host goes on.");
        command.SetAction((_, ct) =>
            runner.RunAsync("backup", tasks => tasks.BackupHere(), (tasks, request) => Task.FromResult(tasks.Backup(request)), ct));
        return command;
    }

    private static Command Restore(CommandRunner runner)
    {
        var file = new Argument<string>("file") { Description = "A file that backup wrote." };
        var command = new Command("restore", "Put a backup in the database's place. Stop the host first.") { file };
        command.SetAction((parsed, ct) => runner.RunOfflineAsync("restore", tasks => tasks.Restore(parsed.GetRequiredValue(file)), ct));
        return command;
    }

    private static Command Export(CommandRunner runner)
    {
        var file = new Argument<string?>("file")
        {
            Description = "A new file for everything there is, from which import makes a database of any kind.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var person = new Option<string>("--person") { Description = "Whose data: everything that is kept about them, as JSON." };
        var command = new Command("export", "Write everything into a file, or out what is kept about a person.") { file, person };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(file) is null == parsed.GetValue(person) is null)
                parsed.AddError("Name a file for everything, or a person by --person.");
        });
        command.SetAction((parsed, ct) =>
        {
            if (parsed.GetValue(file) is { } to)
            {
                var all = new ExportAllRequest(Path.GetFullPath(to));
                return runner.RunAsync("export-all", _ => all,
                    (tasks, wanted) => Task.FromResult(tasks.ExportAll(wanted.File, runner.Progress())), ct);
            }

            var request = new ExportRequest(parsed.GetRequiredValue(person));
            return runner.RunAsync("export", _ => request, (tasks, _) => tasks.ExportAsync(request, ct), ct);
        });
        return command;
    }

    private static Command Import(CommandRunner runner)
    {
        var file = new Argument<string>("file") { Description = "A file that export wrote." };
        var command = new Command("import", "Make the database anew of an export. Stop the host first.") { file };
        command.SetAction((parsed, ct) =>
            runner.RunOfflineAsync("import", tasks => tasks.Import(parsed.GetRequiredValue(file), runner.Progress()), ct));
        return command;
    }

    private static Command Token(CommandRunner runner)
    {
        var name = new Option<string>("--name") { Description = "What the token is for; stands in the audit log.", Required = true };
        var scope = new Option<string>("--scope")
        {
            Description = "gate, ingest, read, write (includes read), pay or admin (includes all but pay); several in quotes.",
            Required = true,
        };
        var expires = new Option<string>("--expires")
        {
            Description = "Days (90d), a date or an instant.",
            DefaultValueFactory = _ => "90d",
        };
        var services = new Option<string[]>("--service") { Description = "Bind it to a service; may be repeated." };
        var teams = new Option<string[]>("--team") { Description = "Bind it to a team; may be repeated." };
        var perMinute = new Option<int?>("--per-minute") { Description = "Requests a minute; without it as many as it likes." };
        var create =
            new Command("create", "Make a token for the API and show it, this once.") { name, scope, expires, services, teams, perMinute };
        create.SetAction((parsed, ct) =>
        {
            var request = new TokenRequest(parsed.GetRequiredValue(name), parsed.GetRequiredValue(scope), parsed.GetRequiredValue(expires))
            {
                Services = parsed.GetValue(services) ?? [],
                Teams = parsed.GetValue(teams) ?? [],
                PerMinute = parsed.GetValue(perMinute),
            };
            return runner.RunAsync("token", _ => request, (tasks, _) => tasks.TokenAsync(request, ct), ct);
        });
        return new Command("token", "Tokens for the API.") { create };
    }

    private static string Wrong(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [var word, ..]) return $"{parsed.Errors[0].Message} '--help' shows how it is used.";
        var command = parsed.CommandResult.Command;
        var names = command.Subcommands.Select(sub => sub.Name).Concat(command.Options.Select(option => option.Name));
        return $"There is no '{word}' here." +
            (Nearest.To(word, names) is { } nearest ? $" Did you mean '{nearest}'?" : " '--help' lists what there is.");
    }
}
