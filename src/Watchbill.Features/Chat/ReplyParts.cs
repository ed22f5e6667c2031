namespace Watchbill.Chat;

/// <summary>The elements from which a platform's renderer builds a message.</summary>
/// <typeparam name="T">An element: a block, a part of a card.</typeparam>
public interface IReplyElements<T>
{
    IEnumerable<T> Words(Text text);

    /// <summary>A field that is short enough to stand beside others; null: it goes across the whole width.</summary>
    T? Beside(Field field);

    /// <summary>Fields that stand beside each other; at least one.</summary>
    IEnumerable<T> Columns(IReadOnlyList<T> fields);

    /// <summary>A table of a few columns, with as many cells in each row.</summary>
    IEnumerable<T> Rows(Table table);

    IEnumerable<T> Drawn(Chart chart);

    /// <summary>Words that stand back.</summary>
    IEnumerable<T> Small(Text text);
}

/// <summary>What a reply says, in the order in which every platform shows it, and on as many pages as that takes.</summary>
public static class ReplyParts
{
    /// <summary>What stands below a page that shows as much as fits there and has no other behind it.</summary>
    public const string More = "There is more than fits here. Ask for it by its command; 'help' lists them.";

    /// <summary>More columns than these are squeezed on a phone, or scroll sideways: lines read better.</summary>
    private const int MaxColumns = 4;

    /// <summary>All but its form and its buttons.</summary>
    public static IEnumerable<T> Of<T>(Reply reply, IReplyElements<T> draw) =>
    [
        .. draw.Words(reply.Text),
        .. Fields(reply.Fields, draw),
        .. reply.Table?.Filled() is { } table ? Rows(table, draw) : [],
        .. reply.Chart is { } chart ? draw.Drawn(chart) : [],
        .. reply.Note is { } note ? draw.Small(note) : [],
    ];

    /// <summary>Pages of elements, each of which is on one of them whole; the first page may be empty.</summary>
    /// <param name="foot">The length of what will stand below the first.</param>
    /// <param name="length">Of an element.</param>
    /// <param name="isAlone">Whether a page takes only one such element.</param>
    public static List<List<T>> Paged<T>(
        IEnumerable<T> elements, int foot, int maxLength, Func<T, int> length, int maxCount = int.MaxValue, Func<T, bool>? isAlone = null)
    {
        var (pages, filled, hasAlone) = (new List<List<T>> { new() }, foot, false);
        foreach (var element in elements)
        {
            var (more, alone) = (length(element), isAlone?.Invoke(element) == true);
            if (pages[^1].Count == maxCount || pages[^1].Count > 0 && filled + more > maxLength || alone && hasAlone)
            {
                pages.Add([]);
                (filled, hasAlone) = (0, false);
            }

            pages[^1].Add(element);
            (filled, hasAlone) = (filled + more, hasAlone || alone);
        }

        return pages;
    }

    /// <summary>Says below each of several pages which one it is.</summary>
    public static void Number<T>(List<List<T>> pages, Func<string, T> small)
    {
        for (var i = 0; pages.Count > 1 && i < pages.Count; i++)
            pages[i].Add(small(FormattableString.Invariant($"{i + 1} of {pages.Count}")));
    }

    private static IEnumerable<T> Rows<T>(Table table, IReplyElements<T> draw) => table.Width is > 0 and <= MaxColumns
        ? draw.Rows(table) : draw.Words(Text.Lines(ReplyWords.Lines(table, named: true)));

    private static IEnumerable<T> Fields<T>(IReadOnlyList<Field> fields, IReplyElements<T> draw)
    {
        var beside = new List<T>();
        foreach (var field in fields)
        {
            if (draw.Beside(field) is { } narrow)
            {
                beside.Add(narrow);
                continue;
            }

            if (beside.Count > 0) foreach (var element in draw.Columns(beside)) yield return element;
            beside = [];
            foreach (var element in draw.Words(Text.Bold(field.Name) + "\n" + field.Value)) yield return element;
        }

        if (beside.Count > 0) foreach (var element in draw.Columns(beside)) yield return element;
    }
}
