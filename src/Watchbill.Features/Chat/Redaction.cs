namespace Watchbill.Chat;

/// <summary>Removes a person's name from stored messages.</summary>
internal static class Redaction
{
    /// <summary>The reply with the id wherever the name was; null: the name is not in it.</summary>
    public static Reply? Without(this Reply reply, string person, string name)
    {
        if (name == person) return null;
        var changed = false;
        var without = reply with
        {
            Text = In(reply.Text),
            Fields = [.. reply.Fields.Select(field => new Field(Said(field.Name), In(field.Value)))],
            Table =
                reply.Table is { } table
                    ? new Table(table.Columns, [.. table.Rows.Select(row => (IReadOnlyList<Text>)[.. row.Select(In)])]) : null,
            Actions = [.. reply.Actions.Select(action => action with { Label = Said(action.Label) })],
        };
        return changed ? without : null;

        string Said(string words)
        {
            changed |= words.Contains(name, StringComparison.Ordinal);
            return words.Replace(name, person, StringComparison.Ordinal);
        }

        Text In(Text text)
        {
            changed |= text.Parts.Any(part => part is Mention mention && mention.Person == person);
            return new(text.Parts.Select(part => part switch
            {
                Words words => words with { Value = Said(words.Value) },
                Code code => code with { Value = Said(code.Value) },
                Mention mention when mention.Person == person => new Words(person) { Strong = mention.Strong },
                _ => part,
            }));
        }
    }
}
