using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads the bytes of an organisation file, holiday calendars beside it included.</summary>
internal static class FileReader
{
    private const int MaxPath = 80;
    private const int MaxCalendarBytes = 1024 * 1024;
    private const int MaxNamed = 8;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <param name="folder">Where the file lies; null where it came without one.</param>
    public static FileText Read(string name, ReadOnlyMemory<byte> bytes, string? folder, LocalDate today)
    {
        var errors = new FileErrors(name);
        var text = WithoutMarks(bytes);
        var root = bytes.Length <= FileText.MaxBytes ? JsonNodes.Read(text) : null;
        root ??= Decoded(bytes.Span, errors) is { } decoded ? new YamlNodes(errors).Read(decoded) : Empty;
        var includes = new Dictionary<string, string>();
        if (!errors.Any) root = WithHolidays(root, path => Include(path, folder, today, includes), errors);
        return new FileText(name, text, Hash(bytes.Span), root, errors) { Includes = includes };
    }

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static Node Empty { get; } = new(NodeKind.Mapping, 1);

    private static ReadOnlyMemory<byte> WithoutMarks(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Span.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        return bytes;
    }

    private static string? Decoded(ReadOnlySpan<byte> bytes, FileErrors errors)
    {
        if (bytes.Length > FileText.MaxBytes)
        {
            errors.Add(1, "", $"the file has {bytes.Length} bytes; 8 MB ({FileText.MaxBytes}) is the most.");
            return null;
        }

        try
        {
            var text = Strict.GetString(bytes).TrimStart('\uFEFF');
            var odd = YamlNodes.OddIn(text);
            if (odd < 0) return text;
            errors.Add(Lines(text.AsSpan(0, odd)), "", $"a control character (code {(int)text[odd]}) is in the text. Take it out.");
        }
        catch (DecoderFallbackException broken)
        {
            errors.Add(Lines(Encoding.Latin1.GetString(bytes[..broken.Index])), "", "the text is not UTF-8. Save the file as UTF-8.");
        }

        return null;
    }

    // Calendars in files of their own become lists of dates, so that what checks the file knows of no other files.
    private static Node WithHolidays(Node root, Func<string, HolidayDays> include, FileErrors errors)
    {
        if (root["holidays"] is not { Kind: NodeKind.Mapping } holidays) return root;
        var read =
            holidays with { Entries = [.. holidays.Entries.Select(entry => entry with { Value = Holiday(entry, include, errors) })] };
        return root with { Entries = [.. root.Entries.Select(entry => entry.Key == "holidays" ? entry with { Value = read } : entry)] };
    }

    private static Node Holiday(NodeEntry entry, Func<string, HolidayDays> include, FileErrors errors)
    {
        if (entry.Value is not { Kind: NodeKind.Mapping } node) return entry.Value;
        IReadOnlyList<LocalDate> dates = [];
        if (node["ics"] is not { Kind: NodeKind.Scalar } path || node.Entries.Count != 1)
            errors.Add(entry.Line, "holidays." + entry.Key, "expects a list of dates, or {ics: a file beside this one}.");
        else
        {
            try
            {
                (dates, var worked) = include(path.Text);
                if (worked.Count > 0)
                    errors.Warn(new FileWarning(path.Line, $"holidays.{entry.Key}.ics", entry.Key, Worked(path.Text, worked)));
            }
            catch (FormatException wrong)
            {
                errors.Add(path.Line, $"holidays.{entry.Key}.ics", $"'{Cut(path.Text)}': {wrong.Message}.");
            }
        }

        return new Node(NodeKind.Sequence,
            node.Line)
        { Items = [.. dates.Select(date => Node.Scalar(date.ToString("uuuu-MM-dd", null), node.Line))] };
    }

    // Whoever pastes a calendar where its file is named does not read all of it again.
    private static string Cut(string path) => path.Length <= MaxPath ? path : path[..MaxPath].Split('\n')[0].TrimEnd() + "…";

    private static HolidayDays Include(string path, string? folder, LocalDate today, Dictionary<string, string> includes)
    {
        if (folder is null)
            throw new FormatException("files are read beside the organisation file only. Write the dates inline, such as PT: [2026-12-25]");
        if (!IsBelow(folder, path)) throw new FormatException("the calendar must lie in the folder of this file or below it");
        var bytes = TryBytes(folder, path) ?? throw new FormatException("there is no such file in the folder of this one");
        includes[path] = Hash(bytes);
        return HolidayFile.Read(Encoding.UTF8.GetString(bytes), today);
    }

    /// <summary>The bytes of a file below a folder; null where there is none, or it is larger than a calendar ever is.</summary>
    public static byte[]? TryBytes(string folder, string path)
    {
        var file = new FileInfo(Path.Combine(folder, path));
        if (file.LinkTarget is not null || !file.Exists || file.Length > MaxCalendarBytes) return null;
        return File.ReadAllBytes(file.FullName);
    }

    private static string Worked(string path, IReadOnlyList<WorkedDay> days) =>
        $"{path} has observances or tentative events, which are no days off: "
            + string.Join(", ", days.Take(MaxNamed).Select(day => $"{day.Date:uuuu-MM-dd} {day.Name}".TrimEnd()))
            + (days.Count > MaxNamed ? string.Create(CultureInfo.InvariantCulture, $" and {days.Count - MaxNamed} more") : "")
            + ". Write such a day inline where nobody works on it.";

    private static bool IsBelow(string folder, string path) =>
        !Path.IsPathRooted(path) && path.IndexOfAny(['\\', ':', '\0']) < 0
        && Path.GetFullPath(Path.Combine(folder, path))
            .StartsWith(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar,
                StringComparison.Ordinal);

    private static int Lines(ReadOnlySpan<char> before) => before.Count('\n') + 1;
}
