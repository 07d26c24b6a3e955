namespace Mesh.Video.Images;

/// <summary>Draws on a picture; what lies outside is cut off.</summary>
internal sealed class Canvas(int width, int height, Rgb background)
{
    public RgbImage Image { get; } = Filled(width, height, background);

    public void Pixel(int x, int y, Rgb colour)
    {
        if (x < 0 || y < 0 || x >= Image.Width || y >= Image.Height)
            return;
        var pixel = Image[x, y];
        (pixel[0], pixel[1], pixel[2]) = (colour.R, colour.G, colour.B);
    }

    public void Box(PixelRect box, Rgb colour)
    {
        for (var y = box.Top; y < box.Bottom; y++)
        {
            for (var x = box.Left; x < box.Right; x++)
                Pixel(x, y, colour);
        }
    }

    /// <summary>A straight line of some thickness, both ends included.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, Rgb colour, int thickness = 1)
    {
        var steps = (int)Math.Ceiling(Math.Max(1, Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y))));
        for (var i = 0; i <= steps; i++)
        {
            var x = (int)Math.Round(from.X + (to.X - from.X) * i / steps);
            var y = (int)Math.Round(from.Y + (to.Y - from.Y) * i / steps);
            Box(new(x - (thickness - 1) / 2, y - (thickness - 1) / 2, thickness, thickness), colour);
        }
    }

    /// <summary>Text whose top left is at (x, y).</summary>
    public void Text(int x, int y, string text, Rgb colour, int scale = 1)
    {
        for (var i = 0; i < text.Length * BitmapFont.GlyphWidth * BitmapFont.GlyphHeight; i++)
        {
            var (character, cell) = Math.DivRem(i, BitmapFont.GlyphWidth * BitmapFont.GlyphHeight);
            var (row, column) = Math.DivRem(cell, BitmapFont.GlyphWidth);
            if (!BitmapFont.IsInk(text[character], column, row))
                continue;
            var left = x + (character * BitmapFont.Advance + column) * scale;
            Box(new(left, y + row * scale, scale, scale), colour);
        }
    }

    /// <summary>Width of a text in pixels.</summary>
    public static int TextWidth(string text, int scale = 1) => text.Length * BitmapFont.Advance * scale;

    /// <summary>A picture whose top left is at (x, y), each of its pixels a square.</summary>
    public void Paste(int x, int y, RgbImage image, int scale = 1)
    {
        for (var row = 0; row < image.Height; row++)
        {
            for (var column = 0; column < image.Width; column++)
            {
                var pixel = image[column, row];
                Box(new(x + column * scale, y + row * scale, scale, scale), new(pixel[0], pixel[1], pixel[2]));
            }
        }
    }

    private static RgbImage Filled(int width, int height, Rgb colour)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < image.Pixels.Length; i += 3)
            (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (colour.R, colour.G, colour.B);
        return image;
    }
}
