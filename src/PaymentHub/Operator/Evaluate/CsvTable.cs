using CsvHelper;

namespace PaymentHub.Operator.Evaluate;

/// <summary>A delimited file as it comes: its delimiter is recognised, every row has the header's columns.</summary>
internal sealed class CsvTable
{
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
            using var reader = CsvReader.FromText(FileText.Of(File.ReadAllBytes(path)), options);
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
