namespace Watchbill.Chat;

/// <summary>Strips what may precede a verb: a slash, the bot's name, the root command, a group.</summary>
internal static class CommandPrefix
{
    /// <summary>The group that was named, null where none was, and the text from the verb on.</summary>
    public static (string? Group, string Remainder) Read(string text, IReadOnlySet<string> groups)
    {
        var typed = CommandText.Read(text);
        string? group = null;
        var at = 0;
        for (; at < typed.Words.Count && !typed.Words[at].Quoted; at++)
        {
            var word = typed.Words[at].Value.ToLowerInvariant();
            if (at == 0 && word is "@watchbill" or "/") continue;
            // Typed in full where the platform had said it already: /oncall /oncall now.
            word = word.TrimStart('/');
            // "oncall budget status" goes on to another group; "budget oncall" does not.
            if (group is not (null or "oncall") || !groups.Contains(word) && word is not "oncall") break;
            group = word;
        }

        var rest = typed.From(at);
        return (group, at == 0 ? rest.TrimStart('/') : rest);
    }
}
