namespace Watchbill.Commands;

/// <summary>
/// Parts settings such as <c>--Storage:Path=x.db</c> from the words of a command, so that a misspelt command is never taken for one.
/// </summary>
internal static class CommandLineSettings
{
    // Of the framework, and read before any file.
    private static readonly string[] WithoutColon = ["Urls", "environment", "contentRoot", "applicationName"];

    public static (string[] Words, string[] Settings) Split(string[] args)
    {
        var (words, settings) = (new List<string>(), new List<string>());
        for (var i = 0; i < args.Length; i++)
        {
            if (!IsSetting(args[i]))
            {
                words.Add(args[i]);
                continue;
            }

            settings.Add(args[i]);
            // "--Urls http://…" is one setting in two words.
            if (!args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Length) settings.Add(args[++i]);
        }

        return ([.. words], [.. settings]);
    }

    private static bool IsSetting(string word)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal)) return false;
        var name = word[2..].Split('=')[0];
        return name.Contains(':', StringComparison.Ordinal) || WithoutColon.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
