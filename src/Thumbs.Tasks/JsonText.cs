using System.Globalization;
using System.Text;

namespace Thumbs.Tasks;

/// <summary>
/// Writes the JSON of a request, since a task for every version of MSBuild can load no library for it. Every value is
/// written together with the comma before it.
/// </summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();
    private bool _needsComma;

    public JsonText Name(string name)
    {
        String(name);
        _text.Append(':');
        _needsComma = false;
        return this;
    }

    public JsonText String(string value)
    {
        Part();
        _text.Append('"');
        if (IsPlain(value))
            _text.Append(value);
        else
            Escape(value);
        _text.Append('"');
        return this;
    }

    public JsonText Number(long value)
    {
        Part();
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public JsonText Boolean(bool value)
    {
        Part();
        _text.Append(value ? "true" : "false");
        return this;
    }

    /// <summary>An object of texts.</summary>
    public JsonText Strings(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        Open('{');
        foreach (var pair in pairs)
            Name(pair.Key).String(pair.Value);
        return Close('}');
    }

    public JsonText Open(char bracket)
    {
        Part();
        _text.Append(bracket);
        _needsComma = false;
        return this;
    }

    public JsonText Close(char bracket)
    {
        _text.Append(bracket);
        _needsComma = true;
        return this;
    }

    /// <summary>Begins the next element on a new line.</summary>
    public JsonText NextLine()
    {
        if (_needsComma)
            _text.Append(',');
        _needsComma = false;
        _text.Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    private static bool IsPlain(string value)
    {
        foreach (var letter in value)
        {
            if (letter is '"' or '\\' or < ' ')
                return false;
        }

        return true;
    }

    private void Escape(string value)
    {
        foreach (var letter in value)
        {
            if (letter is '"' or '\\')
                _text.Append('\\').Append(letter);
            else if (letter < ' ')
                _text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            else
                _text.Append(letter);
        }
    }

    private void Part()
    {
        if (_needsComma)
            _text.Append(',');
        _needsComma = true;
    }
}
