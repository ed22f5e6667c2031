using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Commands;

/// <summary>The members of a chat platform as lines of the organisation file.</summary>
internal static partial class PeopleLines
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The host runs without the tables of Unicode that would know.
    private const string Accented = "àáâãäåāăąçćčďđèéêëēęěğìíîïīıłñńňòóôõöøőřśşšťţùúûüūůűýÿźżž";
    private const string Plain = "aaaaaaaaacccddeeeeeeegiiiiiilnnnooooooorsssttuuuuuuuyyzzz";

    /// <summary>A line each, by name.</summary>
    public static string Of(PlatformId platform, IReadOnlyList<WorkspaceMember> members)
    {
        var (taken, lines) = (new HashSet<string>(), new List<string> { "people:" });
        var first = members.ToLookup(member => Word(member.Name.Split(' ')[0]));
        foreach (var member in members.OrderBy(member => member.Name, StringComparer.InvariantCultureIgnoreCase))
        {
            var word = Word(member.Name.Split(' ')[0]);
            var id = Free(word.Length > 0 && first[word].Count() == 1 ? word : Word(member.Name), member, taken);
            var email = member.Email is { } address ? $", email: {Value(address)}" : "";
            lines.Add($"  - {{id: {id}, name: {Value(member.Name)}{email}, {platform}: {member.Id}}}");
        }

        return string.Join('\n', lines);
    }

    private static string Free(string wanted, WorkspaceMember member, HashSet<string> taken)
    {
        if (!Ids.IsValid(wanted)) wanted = Word(member.Email?.Split('@')[0] ?? "");
        if (!Ids.IsValid(wanted)) wanted = member.Id.ToLowerInvariant();
        var id = wanted;
        for (var n = 2; !taken.Add(id); n++) id = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{n}");
        return id;
    }

    // José Muñoz becomes jose-munoz; what has no letters of ours becomes nothing.
    private static string Word(string text)
    {
        var word = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant())
        {
            var plain = Accented.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? Plain[at] : letter;
            if (letter == 'ß') word.Append("ss");
            else if (letter == 'æ') word.Append("ae");
            else if (char.IsAsciiLetterOrDigit(plain)) word.Append(plain);
            else if (plain is ' ' or '-' or '.' or '_') word.Append('-');
        }

        return string.Join('-', word.ToString().Split('-', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Value(string text) => PlainPattern().IsMatch(text) ? text : JsonSerializer.Serialize(text, Quoted);

    // What YAML reads as it stands, within braces.
    [GeneratedRegex(@"^\p{L}[\p{L}\p{Mn}0-9 .'@+_-]*\z")]
    private static partial Regex PlainPattern();
}
