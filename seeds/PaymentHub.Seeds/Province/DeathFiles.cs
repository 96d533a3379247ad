namespace PaymentHub.Seeds.Province;

/// <summary>Writes entries of the death register in the order of their registration.</summary>
internal static class DeathFiles
{
    public const string Header = "STT,Số định danh cá nhân,Họ và tên,Ngày sinh,Ngày mất,Số trích lục,Ngày đăng ký";

    public static void Write(string path, IEnumerable<DeathEntry> deaths)
    {
        using var file = new CsvFile(path, Header);
        var order = 0;
        var ordered = deaths.OrderBy(entry => entry.Registered)
            .ThenBy(entry => entry.Person.Id, StringComparer.Ordinal);
        foreach (var (person, died, registered) in ordered)
        {
            var number = VietnameseText.Number(++order);
            file.Write(
                number, person.Id, person.Name, person.Birth.Text, VietnameseText.Day(died),
                $"{number}/{VietnameseText.Year(registered)}/TLKT-{person.Commune.Code}",
                VietnameseText.Day(registered));
        }
    }
}
