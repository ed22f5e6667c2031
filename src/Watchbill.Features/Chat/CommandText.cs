namespace Watchbill.Chat;

/// <summary>A command's text cut into words, each with its place in the text, so that phrases keep their spaces and quotes.</summary>
public sealed class CommandText
{
    public const int MaxLength = 3000;

    private readonly string text;

    private CommandText(string text, IReadOnlyList<CommandWord> words) => (this.text, Words) = (text, words);

    public IReadOnlyList<CommandWord> Words { get; }

    /// <summary>Cuts at white space; <c>"two words"</c> is one word, with either straight or curly quotes.</summary>
    public static CommandText Read(string text)
    {
        var words = new List<CommandWord>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var closing = ClosingQuote(text, at);
            var end = closing > 0 ? closing + 1 : at;
            while (closing < 0 && end < text.Length && !char.IsWhiteSpace(text[end])) end++;
            var value = closing > 0 ? text[(at + 1)..closing].Trim() : text[at..end];
            if (value.Length > 0) words.Add(new CommandWord(value, at, end, closing > 0));
            at = end;
        }

        return new CommandText(text, words);
    }

    /// <summary>Refuses what no command holds: too much text, control characters, halves of characters.</summary>
    /// <exception cref="RefusedException">With a sentence that says which.</exception>
    public static void Check(string text, string? field = null)
    {
        if (text.Length > MaxLength)
            throw new RefusedException(
                $"That is {text.Length} characters; a command has at most {MaxLength}. Shorten it and send it again.")
            { Field = field };
        for (var i = 0; i < text.Length; i++)
        {
            // Marks that turn the direction of writing would show something else than what is done.
            if ((char.IsControl(text[i]) && !char.IsWhiteSpace(text[i]))
                || text[i] is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))
                throw new RefusedException(
                    $"There is a control character (U+{(int)text[i]:X4}) at position {i + 1}. Type the command again without it.")
                {
                    Field = field,
                };
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else if (char.IsSurrogate(text[i]))
                throw new RefusedException(
                    $"There is half a character at position {i + 1}. Type the command again without it.")
                { Field = field };
        }
    }

    /// <summary>The text from one word (included) to another (not included), as typed; a single quoted word without its quotes.</summary>
    public string Between(int first, int end) =>
        end - first == 1 ? Words[first].Value : text[Words[first].Start..Words[end - 1].End];

    /// <summary>The text from a word on.</summary>
    public string From(int first) => first < Words.Count ? text[Words[first].Start..] : "";

    /// <summary>The text with one word replaced.</summary>
    public string With(int index, string word) => (text[..Words[index].Start] + word + text[Words[index].End..]).Trim();

    private static int ClosingQuote(string text, int at)
    {
        if (text[at] is not ('"' or '“')) return -1;
        for (var end = at + 1; end < text.Length; end++)
        {
            // A quote inside a word, as in 5"disk, closes nothing.
            if ((text[end] == '”' || text[end] == text[at]) && (end + 1 == text.Length || char.IsWhiteSpace(text[end + 1]))) return end;
        }

        return -1;
    }
}

/// <summary>A word as typed, from <paramref name="Start"/> (included) to <paramref name="End"/> (not included) in the text.</summary>
/// <param name="Quoted">Whether it was in quotes: then it is a value, never a word of the command.</param>
public sealed record CommandWord(string Value, int Start, int End, bool Quoted)
{
    public bool Says(string word) => !Quoted && Value.Equals(word, StringComparison.OrdinalIgnoreCase);
}
