using System.Text;

namespace Thumbs.Tasks;

/// <summary>Reads the lines that the engine writes: fields separated by tabs, with the escapes <c>\t</c>, <c>\n</c>, <c>\r</c> and <c>\\</c>.</summary>
internal static class TabbedLine
{
    public static string[] Split(string line)
    {
        var fields = line.Split('\t');
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].IndexOf('\\') >= 0)
                fields[i] = Unescape(fields[i]);
        }

        return fields;
    }

    private static string Unescape(string field)
    {
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            var letter = field[i];
            if (letter == '\\' && i + 1 < field.Length)
            {
                letter = field[++i] switch
                {
                    't' => '\t',
                    'n' => '\n',
                    'r' => '\r',
                    var other => other,
                };
            }

            text.Append(letter);
        }

        return text.ToString();
    }
}
