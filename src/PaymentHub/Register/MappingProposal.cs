using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>Proposes which of our columns a foreign header means; a person looks at it before it is used.</summary>
public static class MappingProposal
{
    private static readonly (string Part, string Column)[] Usual =
    [
        ("CCCD", "Số định danh cá nhân"), ("CANCUOC", "Số định danh cá nhân"), ("DINHDANH", "Số định danh cá nhân"),
        ("HOTEN", "Họ và tên"), ("HOVATEN", "Họ và tên"), ("NAMSINH", "Ngày sinh"), ("SOTK", "Số tài khoản"),
        ("STK", "Số tài khoản"), ("NGAYCHET", "Ngày mất"), ("NGAYMAT", "Ngày mất"), ("MAHS", "Mã hồ sơ"),
        ("SOHOSO", "Mã hồ sơ"), ("SOQD", "Số quyết định"), ("DIENTHOAI", "Số điện thoại"), ("SDT", "Số điện thoại"),
    ];

    /// <summary>The column for each header, in their order, empty where none is likely; no column twice.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<string> headers, FileColumns columns)
    {
        var byKey = columns.Names.ToLookup(KeyOf);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var exact = headers.Select(h => byKey[KeyOf(h)].FirstOrDefault() ?? "").ToList();
        foreach (var column in exact) taken.Add(column);
        return [.. headers.Select((header, i) => exact[i].Length > 0 ? exact[i] : Likely(header, columns, taken))];
    }

    private static string Likely(string header, FileColumns columns, HashSet<string> taken)
    {
        var key = KeyOf(header);
        var found = Usual.FirstOrDefault(u =>
            key.Contains(u.Part, StringComparison.Ordinal) && columns.PositionOf(u.Column) is not null
            && !taken.Contains(u.Column)).Column;
        if (found is null) return "";
        taken.Add(found);
        return found;
    }

    private static string KeyOf(string name) =>
        string.Concat(VietnameseText.Fold(FileColumns.CleanName(name)).Where(char.IsAsciiLetterOrDigit));
}
