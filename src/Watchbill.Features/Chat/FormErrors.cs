namespace Watchbill.Chat;

/// <summary>Validation errors of a submitted form, by field.</summary>
public static class FormErrors
{
    /// <summary>
    /// By field. Where no error has a field that is shown, what the reply says stands beside the first one. Empty where nothing is wrong,
    /// or none of the fields is shown.
    /// </summary>
    /// <param name="shown">The fields that the reader sees.</param>
    /// <param name="times">For whom they are written.</param>
    public static IReadOnlyDictionary<string, string> Beside(Reply reply, IReadOnlySet<string> shown, Reader times)
    {
        var fields = reply.Form?.Fields.Where(field => shown.Contains(field.Name)).ToList() ?? [];
        var wrong = fields.Where(field => field.Error is not null).ToDictionary(field => field.Name, field => field.Error!);
        if (wrong.Count == 0 && fields is [var first, ..]) wrong[first.Name] = PlainText.Render(reply.Text, times);
        return wrong;
    }
}
