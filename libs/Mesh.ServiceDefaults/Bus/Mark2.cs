namespace Mesh;
internal static class Mark2
{
    private static readonly string? File = Environment.GetEnvironmentVariable("MESH_MARK");
    private static readonly string Who = Environment.GetCommandLineArgs()[0].Split('/')[^1];
    public static void At(string what)
    {
        if (File is null) return;
        using var f = new FileStream(File, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        f.Write(System.Text.Encoding.UTF8.GetBytes($"{DateTime.UtcNow:HH:mm:ss.ffffff} {Who} {what}\n"));
    }
}
