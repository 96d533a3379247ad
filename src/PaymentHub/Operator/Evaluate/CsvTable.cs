using CsvHelper;

namespace PaymentHub.Operator.Evaluate;

/// <summary>A delimited file as it comes: its delimiter is recognised, every row has the header's columns.</summary>
internal sealed class CsvTable
{
    /// <summary>What a field may begin after.</summary>
    private const string Before = ",;\t|\n\r";

    private readonly string _path;
    private readonly string[] _header;
    private readonly List<(int Line, string[] Fields)> _rows = [];

    private CsvTable(string path, string[] header) => (_path, _header) = (path, header);

    public IReadOnlyList<(int Line, string[] Fields)> Rows => _rows;

    public string Path => _path;

    public string Header(int column) => _header[column];

    /// <summary>Reads a file whole, in whatever encoding; a broken row is refused with its line.</summary>
    public static CsvTable Read(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"Không có tệp {path}. / There is no file {path}.");
        try
        {
            var options = new CsvReaderOptions { TrackLineNumbers = true };
            var text = FileText.Of(File.ReadAllBytes(path));
            if (OpenQuote(text) is { } open)
            {
                throw new RefusedException(
                    $"{path}, dòng {open}: không đọc được; dấu ngoặc kép mở ở đây không đóng.\n"
                    + $"{path}, line {open}: this row cannot be read; the quote opened here is never closed.");
            }

            using var reader = CsvReader.FromText(text, options);
            reader.ReadHeader();
            var table = new CsvTable(path, [.. reader.Headers.Select(h => h.Trim().Normalize())]);
            if (table._header.Length == 0)
                throw new RefusedException($"{path}: tệp rỗng. / {path}: the file is empty.");
            while (reader.Read())
            {
                var fields = new string[Math.Max(reader.FieldCount, table._header.Length)];
                for (var i = 0; i < fields.Length; i++) fields[i] = i < reader.FieldCount ? reader.GetString(i) : "";
                table._rows.Add(((int)reader.LineNumber, fields));
            }

            return table;
        }
        catch (CsvFormatException e)
        {
            throw new RefusedException(
                $"{path}, dòng {e.LineNumber}: không đọc được; sửa dòng rồi chạy lại. ({e.Message})\n"
                + $"{path}, line {e.LineNumber}: this row cannot be read; correct it and run again.");
        }
    }

    /// <summary>The line of a quote still open where the file ends: it would swallow all rows after it.</summary>
    private static int? OpenQuote(string text)
    {
        var (line, opened, isQuoted) = (1, 1, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') line++;
            if (text[i] != '"') continue;
            if (isQuoted && i + 1 < text.Length && text[i + 1] == '"') i++;
            else if (isQuoted) isQuoted = false;
            else if (i == 0 || Before.Contains(text[i - 1])) (isQuoted, opened) = (true, line);
        }

        return isQuoted ? opened : null;
    }

    /// <summary>The place of a column by its title, letter case aside.</summary>
    public int Column(string name)
    {
        var title = name.Trim().Normalize();
        var at = Array.FindIndex(_header, h => string.Equals(h, title, StringComparison.OrdinalIgnoreCase));
        if (at >= 0) return at;
        var known = string.Join(", ", _header);
        throw new RefusedException(
            $"{_path}, dòng 1: không có cột \"{name}\"; có: {known}.\n"
            + $"{_path}, line 1: there is no column \"{name}\"; there are: {known}.");
    }
}
