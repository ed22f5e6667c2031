using System.CommandLine;
using System.IO.Compression;
using System.Text;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Commands;

/// <summary>Prints what a platform has to be told about the bot, or who has an account there.</summary>
internal static class ManifestCommand
{
    /// <summary>Stands in the manifests that come with Watchbill.</summary>
    public const string Example = "https://watchbill.example.com";

    private const string Packed = "manifest.json";

    public static Command Of(Func<string[], WebApplication> compose, Terminal terminal)
    {
        var platform = new Argument<string>("platform") { Description = "slack or teams" };
        var url = new Option<string>("--url")
        {
            Description = "Where the platform reaches this host, with https.",
            DefaultValueFactory = _ => Example,
        };
        var socket = new Option<bool>("--socket") { Description = "For Socket Mode, which needs no address." };
        var people = new Option<bool>("--people") { Description = "Who has an account there instead, as lines for the organisation file." };
        var channel = new Option<string>("--channel")
        {
            Description = "With --people: the id of a channel whose team's members are listed, where the platform lists no others.",
        };
        var zip = new Option<string>("--zip") { Description = "A file for the manifest and what is uploaded with it, such as icons." };
        var command = new Command("manifest", "Print an app's manifest for a platform.") { platform, url, socket, people, channel, zip };
        command.SetAction((parsed, ct) =>
        {
            var name = parsed.GetRequiredValue(platform);
            if (parsed.GetValue(people)) return PrintAsync(compose, terminal, name, (_, manifest) =>
                PeopleAsync(manifest, parsed.GetValue(channel), ct));
            var write = Write(parsed.GetValue(socket) ? null : parsed.GetValue(url));
            return PrintAsync(compose, terminal, name, parsed.GetValue(zip) is not { } file ? write
                : async (app, manifest) => await PackAsync(manifest, await write(app, manifest), file, ct));
        });
        return command;
    }

    /// <summary>A manifest out of its file, or out of the archive that it was uploaded in.</summary>
    public static async Task<string> ReadAsync(string file, CancellationToken ct)
    {
        if (Path.GetExtension(file) != ".zip") return await File.ReadAllTextAsync(file, ct);
        await using var archive = await ZipFile.OpenReadAsync(file, ct);
        var entry = archive.GetEntry(Packed) ?? throw new RefusedException($"There is no {Packed} in '{file}'.") { Field = "manifest" };
        using var reader = new StreamReader(await entry.OpenAsync(ct));
        return await reader.ReadToEndAsync(ct);
    }

    private static async Task<string> PackAsync(Manifest manifest, string text, string file, CancellationToken ct)
    {
        if (manifest.Files is not { } files)
            throw new RefusedException($"{manifest.Platform.Name} is made of a manifest alone: leave --zip out.") { Field = "zip" };
        // One of an earlier address is replaced.
        await using var written = File.Create(file);
        await using var archive = await ZipArchive.CreateAsync(written, ZipArchiveMode.Create, leaveOpen: true, null, ct);
        foreach (var (name, bytes) in files().Append(new(Packed, Encoding.UTF8.GetBytes(text))))
        {
            await using var entry = await archive.CreateEntry(name).OpenAsync(ct);
            await entry.WriteAsync(bytes, ct);
        }

        return $"Written: {file}";
    }

    private static async Task<string> PeopleAsync(Manifest manifest, string? channel, CancellationToken ct)
    {
        var list =
            manifest.PeopleAsync ?? throw new RefusedException($"{manifest.Platform.Name} does not list its people.") { Field = "people" };
        try
        {
            return PeopleLines.Of(manifest.Platform, await list(channel, ct));
        }
        catch (CallException failure)
        {
            throw new RefusedException(failure.Message);
        }
    }

    private static Func<WebApplication, Manifest, Task<string>> Write(string? url)
    {
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var given) && given.Scheme == "https"))
            throw new RefusedException($"--url is '{url}': it is an address that begins with https://.") { Field = "url" };
        return (app, manifest) =>
            Task.FromResult(manifest.Write(app.Services.GetRequiredService<CommandRouter>().Verbs, url is null ? null : new Uri(url)));
    }

    private static async Task<int> PrintAsync(
        Func<string[], WebApplication> compose, Terminal terminal, string platform, Func<WebApplication, Manifest, Task<string>> printAsync)
    {
        // Commands are made with a store, though nothing here reads one: theirs is empty, and leaves nothing behind.
        var folder = Directory.CreateTempSubdirectory("watchbill-manifest-");
        try
        {
            await using var app = compose([$"--Storage:Path={Path.Combine(folder.FullName, "none.db")}"]);
            var manifests = app.Services.GetServices<Manifest>().ToList();
            var manifest = manifests.Find(one => one.Platform.Name == platform)
                ?? throw new RefusedException(
                    $"There is no manifest for '{platform}'. There is one for: {string.Join(", ", manifests.Select(one => one.Platform))}.")
                {
                    Field = "platform",
                };
            return terminal.Say(new(0, await printAsync(app, manifest)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
